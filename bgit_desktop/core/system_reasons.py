"""What the operating system says when it refuses, in the user's language: it speaks English, or the PC's own."""

from __future__ import annotations

import errno

from bgit_desktop.core.i18n import Label

_REASONS = {
    errno.EACCES: Label("không có quyền", "no permission"),
    errno.EPERM: Label("không có quyền", "no permission"),
    errno.EROFS: Label("ổ đĩa chỉ cho đọc", "the disk is read-only"),
    errno.ENOSPC: Label("ổ đĩa đã đầy", "the disk is full"),
    errno.EDQUOT: Label("đã hết dung lượng được cấp", "the quota is used up"),
    errno.ENOENT: Label("không có tệp hoặc thư mục này", "there is no such file or folder"),
    errno.ENOTDIR: Label("một phần của đường dẫn không phải là thư mục", "a part of the path is no folder"),
    errno.EISDIR: Label("đây là thư mục", "it is a folder"),
    errno.EEXIST: Label("đã có tệp hoặc thư mục cùng tên", "there is a file or folder of that name"),
    errno.ENOTEMPTY: Label("thư mục không trống", "the folder is not empty"),
    errno.ENAMETOOLONG: Label("tên tệp quá dài", "the name is too long"),
    errno.EBUSY: Label("đang được chương trình khác dùng", "another program is using it"),
    errno.ETXTBSY: Label("đang được chương trình khác dùng", "another program is using it"),
    errno.EIO: Label("ổ đĩa bị lỗi hoặc đã bị rút ra", "the disk failed or was pulled out"),
    errno.ENODEV: Label("ổ đĩa không còn đó", "the disk is gone"),
    errno.ENXIO: Label("ổ đĩa không còn đó", "the disk is gone"),
    errno.EFBIG: Label("tệp quá lớn đối với ổ đĩa này", "the file is too large for this disk"),
    errno.EMFILE: Label("chương trình mở quá nhiều tệp", "too many files are open"),
}


def reason_of(error: OSError) -> str:
    """Say why the system refused; what is not known here stands in the system's own words."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return str(known) if known is not None else error.strerror or str(error)
