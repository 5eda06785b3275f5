; Installer for Windows, made with Inno Setup 6.3 or later from the folder that "bootstrap.py build" leaves:
;
;     python packaging\bootstrap.py build
;     ISCC.exe /DAppVersion=0.1.0 packaging\bgit-desktop.iss      ->  dist\bgit-desktop-0.1.0-setup.exe
;
; For one user and without administrator rights: offices do not give them. Registers .bgpkg, so that a package opens
; by double click. Never touches the user's stores, at removal neither: they lie where the user put them.
; Written with care but not yet run: no Windows machine was at hand when it was written.
; Save as UTF-8 with BOM if an editor asks; Inno Setup reads both.

#ifndef AppVersion
  #error Name the version: ISCC.exe /DAppVersion=0.1.0 packaging\bgit-desktop.iss
#endif
#define AppName "bgit-desktop"
#define Folder "..\dist\bgit-desktop"

[Setup]
; Never change the AppId: it is how a later version finds this one.
AppId={{6D1C9E52-8A43-4B5E-9C6A-445201300B61}
AppName={#AppName}
AppVersion={#AppVersion}
AppPublisher=bgit-desktop
VersionInfoVersion={#AppVersion}
PrivilegesRequired=lowest
DefaultDirName={autopf}\{#AppName}
DefaultGroupName={#AppName}
DisableProgramGroupPage=yes
DisableWelcomePage=no
LicenseFile={#Folder}\LICENSE
OutputDir=..\dist
OutputBaseFilename={#AppName}-{#AppVersion}-setup
SetupIconFile=..\resources\icons\app\bgit-desktop.ico
UninstallDisplayIcon={app}\bgit-desktop.exe
; Qt 6.11 needs 64 bits and Windows 10 1809.
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no
WizardStyle=modern
ShowLanguageDialog=auto

[Languages]
Name: "vi"; MessagesFile: "compiler:Default.isl,bgit-desktop-vi.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
vi.DesktopIcon=Tạo biểu tượng trên màn hình nền
en.DesktopIcon=Create an icon on the desktop
vi.Open=Mở {#AppName}
en.Open=Open {#AppName}
vi.PackageType=Gói dữ liệu bgit
en.PackageType=bgit data package

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"

[InstallDelete]
; Libraries of an earlier version must not stay beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#AppName}"; Filename: "{app}\bgit-desktop.exe"
Name: "{autodesktop}\{#AppName}"; Filename: "{app}\bgit-desktop.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.bgpkg"; ValueType: string; ValueData: "bgit.package"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\bgit.package"; ValueType: string; ValueData: "{cm:PackageType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\bgit.package\DefaultIcon"; ValueType: string; ValueData: "{app}\bgit-desktop.exe,0"
Root: HKA; Subkey: "Software\Classes\bgit.package\shell\open\command"; ValueType: string; ValueData: """{app}\bgit-desktop.exe"" ""%1"""

[Run]
Filename: "{app}\bgit-desktop.exe"; Description: "{cm:Open}"; Flags: nowait postinstall skipifsilent
