//! The words themselves.

use super::*;

/// A flag and the words that have it. A word may stand in several lists.
pub(super) const LISTS: &[(u32, &str)] = &[
    (UNIX, UNIX_WORDS),
    (UNIX_PLAIN, UNIX_PLAIN_WORDS),
    (SHELL, SHELL_WORDS),
    (
        WRAPPER,
        "time nohup sudo env strace xargs exec nice watch timeout busybox setsid stdbuf doas command builtin ionice ltrace \
    unbuffer chroot runuser eval parallel",
    ),
    (
        RECON,
        "id ls ps who set env dir pwd whoami ifconfig ipconfig uname hostname systeminfo netstat printenv lastlog aptitude cat",
    ),
    (WINDOWS, WINDOWS_WORDS),
    (
        WINDOWS_PLAIN,
        "echo dir type copy del erase set call goto start move ren rd md cd cls path ver vol title pause find sort more print \
    net sc at assoc query reg cmd choice exit replace fc tree",
    ),
    (
        ROOT,
        "etc usr bin var proc tmp dev opt root home sbin lib sys boot mnt srv private lib64 run media winnt windows system32",
    ),
    (PHP, PHP_WORDS),
    (PHP_PLAIN, PHP_PLAIN_WORDS),
    (
        TAG,
        "script iframe frameset object embed applet isindex xss svg vmlframe bgsound plaintext noscript foreignobject xml \
    ilayer layer noembed noframes xmp listing animatetransform animatemotion xsl svgz blink mglyph malignmark portal \
    fencedframe",
    ),
    (TAG_PLAIN, TAG_PLAIN_WORDS),
    (EVENT, EVENT_WORDS),
    (
        ATTRIBUTE,
        "style xmlns xlink formaction background lowsrc dynsrc srcdoc datasrc dataformatas datafld folder implementation \
    attributename srcset allowscriptaccess classid codebase code autofocus contenteditable actiontype ping manifest \
    profile usemap longdesc seeksegmenttime requiredextensions popovertarget",
    ),
    (
        JS_CALL,
        "alert confirm prompt eval settimeout setinterval execscript msgbox fetch atob btoa importscripts setimmediate \
    fromcharcode getscript requestanimationframe queuemicrotask decodeuricomponent unescape xmlhttprequest createelement",
    ),
    (
        JS_ROOT,
        "document window self top parent frames globalthis location navigator localstorage sessionstorage opener history this reflect \
    frameelement defaultview ownerdocument",
    ),
    (
        JS_PART,
        "cookie location domain write writeln body queryselector queryselectorall getelementbyid getelementsbytagname \
    getelementsbyname createelement innerhtml outerhtml textcontent appendchild documentelement documenturi href hash \
    name alert confirm prompt eval open document window self setinterval settimeout constructor url referrer onerror \
    onload execscript assign replace navigate postmessage sendbeacon implementation createdocument atob btoa fetch \
    importnode getattribute insertadjacenthtml function apply construct getitem setitem",
    ),
    (PACKAGE, "java javax com org sun jdk freemarker ognl groovy javassist net io jakarta ch"),
    (
        CLASS,
        "processbuilder getruntime classloader objectinputstream scriptenginemanager urlclassloader templatesimpl \
    jdbcrowsetimpl badattributevalueexpexception annotationinvocationhandler invokertransformer clonetransformer \
    forclosure instantiatefactory instantiatetransformer prototypeclonefactory prototypeserializationfactory whileclosure \
    chainedtransformer constanttransformer unmarshaller jndilookup initialcontext _memberaccess valuestack xmldecoder \
    getdeclaredmethod methodinvokingfactorybean basicdatasource",
    ),
    (
        LOOKUP,
        "jndi lower upper env sys date ctx main map bundle docker k8s log4j marker spring sd web base64 java jvmrunargs event",
    ),
    (
        RUNTIME,
        "require process console module exports child_process __import__ subprocess kernel os builtins __builtins__ popen io \
    file dir open3 pickle marshal globals __globals__ __class__ __mro__ __subclasses__ __init__ __base__ __bases__ \
    __getattribute__ nd_func spawn spawnsync execsync execfile compile importlib pty socket platform sys function runtime \
    net http fs vm binding mainmodule bun deno",
    ),
    (PROTOTYPE, "__proto__ constructor prototype __definegetter__ __definesetter__ __lookupgetter__ __lookupsetter__"),
    (
        SCHEME,
        "javascript vbscript livescript vbs mocha php phar zip zlib data file expect glob ogg rar gopher dict netdoc jar \
    local_file tftp ldap ldaps sftp ssh2 compress mhtml feed rmi jolokia res chrome about input filter smb unc classpath",
    ),
    (
        SCHEME_NET,
        "http https ftp ftps ws wss ssh ssh2 gopher dict sftp tftp ldap ldaps smb telnet pop3 imap smtp irc acap xri jar \
    local_file netdoc mysql redis mongodb rtsp git svn nfs",
    ),
    (
        VARIABLE,
        "path shell ifs home user pwd bash bash_env env hostname oldpwd ps1 ps2 lang term uid euid path_info ld_preload \
    logname random lineno ppid histfile comspec systemroot windir temp appdata programfiles userprofile username \
    computername sessionname homepath pathext systemdrive tmp http_user_agent http_host query_string",
    ),
    (STATEMENT, "if for iex while"),
    (
        TEMPLATE,
        "config self request settings application app session constructor lipsum cycler joiner namespace dump phpversion range \
    _self _context smarty class set include extends import macro debug inspect url_for get_flashed_messages g freemarker \
    execute objectconstructor jythonruntime assign velocity ifx env block raw template",
    ),
    (PROSE, "then the a an of is it and or to we i he she they you please use will not should"),
    (SECRET, SECRET_WORDS),
    (INI, INI_WORDS),
    (BATCH, "equ neq lss leq gtr geq errorlevel cmdextversion exist defined usebackq tokens delims eol"),
    (
        VERB,
        "invoke new get set start stop add remove import export out write read test convertto convertfrom select foreach where \
    measure clear copy move rename enable disable install register unregister update wait suspend resume enter exit \
    connect disconnect",
    ),
];

const UNIX_WORDS: &str = "addgroup addpart adduser agetty aliyun ansible aptitude aria2c arping ascii85 atobm awk aws az base32 base58 \
    base64 basenc basez bconsole bpftrace bsdcat bsdiff bsdtar bunzip2 busctl bzcat bzcmp bzdiff bzegrep bzexe bzfgrep \
    bzgrep bzip2 bzip2recover bzless bzmore bzz c89 c99 cdist certbot chattr chdir check_by_ssh check_cups check_log \
    check_memory check_raid chflags chgrp chmod chown chpass chroot cowsay cowthink cpan cpio cpulimit crictl crontab \
    cscli csh csplit csvtool cupsfilter curl dhclient dig dirname dmesg dmidecode dmsetup dnf doas docker dosbox dpkg \
    dstat dvips easy_install eb egrep emacs enscript esac exiftool fgrep filezilla fping ftp ftpstats ftpwho gawk gcc \
    gcloud gcore gdb genisoimage getent getfacl getfattr ghc ghci gimp ginsh git glab gpasswd gpg grep groovy groupmod \
    gsutil gtester gtkterm gunzip gzcat gzexe gzip hexdump hexedit hostid hostname hping3 htdigest htop htpasswd iconv \
    ifconfig ifdown iftop ifup initctl ionice iotop ip6tables ipconfig iptables ipython irb ispell jjs jrunscript \
    jshell kmod kpartx ksh ksshell kubectl lastcomm lastlog lastlogin latex latexmk ldconfig ldd lessecho lessfile \
    lesspipe lftp lftpget lolcat losetup lpr lsb_release lscpu lshw lsmod lsof lspci lsusb ltrace lualatex luatex lxc \
    lxd lynx lz4 lz4c lz4cat lzcat lzcmp lzdiff lzegrep lzfgrep lzgrep lzless lzma lzmadec lzmainfo lzmore mailq mailx \
    mawk minikube mkdir mkfifo mknod mktemp mlocate mosquitto msgattrib msgcat msgconv msgfilter msgmerge msguniq mtr \
    mutt mysql mysqladmin mysqldump mysqldumpslow mysqlhotcopy mysqlshow nasm nawk nc ncat ncdu needrestart nerdctl \
    netcat netplan netstat nft nginx nmap nodejs nohup npm npx nroff nsenter nslookup nstat openssl openvpn openvt opkg \
    osascript pacman parted pdflatex pdftex pdksh perf perf_stable perl5 perlsh pexec pfctl pgrep php5 php7 php8 pidof \
    pidstat pigz ping6 pinky pip3 pipx pkexec pkg_info pkginfo pkill podman popd printenv printf psed psftp psql ptx \
    pushd pwd pwsh pypy python2 python3 pyversions qemu raku rbash rcp readelf readlink realpath reboot redcarpet \
    resolvconf restic rlogin rlwrap rmdir rmt rmuser rnano rpm rpmdb rpmquery rpmverify rsync runscript rview rvim rzsh \
    samba scanmem scp sdiff sed sendmail setarch setfacl setserial setsid sftp sha1sum sha256sum shuf shutdown slsh \
    smbclient socat soelim splitvt sqlite3 sqlmap ssh sshd sshfs sshpass stdbuf strace stty sudo sudoedit svn sysctl \
    systemctl tailf taskset tasksh tclsh tcpdump tcping tcptraceroute tcsh tdbtool telnet terraform tftp tmux torify \
    torsocks traceroute troff tshark uconv ulimit umask umount un7z unalias uname uncompress unexpand uniq unlink unlz4 \
    unlzma unpigz unrar unset unshare unxz unzip unzstd useradd userdel usermod uudecode uuencode valgrind varnishncsa \
    vigr vim vimdiff vipw virsh visudo vlc w3m wget whiptail whoami whois wireshark xargs xdotool xelatex xetex xmodmap \
    xmore xpad xterm xxd xz xzcat xzcmp xzdec xzdiff xzegrep xzfgrep xzgrep xzless xzmore yelp zathura zcat zcmp \
    zdiff zegrep zfgrep zgrep zipcloak zipcmp zipdetails zipgrep zipinfo zipmerge zipnote zipsplit ziptool zless zmore \
    zrun zsh zsoelim zstd zstdcat zstdgrep zstdless zstdmt zypper";

const UNIX_PLAIN_WORDS: &str = "net apt yum tac ab alias alpine apk ar arch arj arp as ash aspell at axel bash batcat batch bridge bundler busybox byebug cancel \
    capsh cat cd check chef choom clang cobc column comm composer cp crash ctr cut dash date dd dialog diff du easyrsa \
    echo ed env espeak eval ex exec expand expect export expr facter factor false fetch file find finger fish flock fmt \
    fold for function gem genie grc groups hash hd head helm help history host id install java jobs join journalctl julia \
    kill killall knife last less link links ln locate logger login logname logout logsave look lp ls lua mail make man \
    menu mesg more mount mutt mv nano nice nl nm node octave od open pass passwd paste patch pax pdb perl pf pg php pic \
    pico ping pip pkg poke posix pr print pry ps pstree puppet python rake rc read red rename rev rm route ruby rview rvm \
    sash script seq service set setlock sg shift sleep snap socket sort source split start stat stop strings su sync tail \
    tar task tbl tee test tex time timeout top touch tr trap tree true truncate tsc tsort tty type ul unlink unset until \
    up users vi view vigr volatility w wait wall watch wc while who wish write yarn yes zip";

const SHELL_WORDS: &str = "sh bash zsh ksh dash ash csh tcsh fish rbash pwsh powershell cmd python python2 python3 perl ruby php lua node nc \
    ncat netcat irb tclsh socat";

const WINDOWS_WORDS: &str = "attrib bcdboot bcdedit bitsadmin cacls certreq certutil chkdsk chkntfs cmdkey cmstp cscript csvde diskpart diskshadow \
    dnscmd doskey driverquery dsget dsquery eventcreate eventvwr extrac32 findstr forfiles fsutil ftype getmac gpresult \
    gpupdate gwmi icacls icm ieexec iex iexpress infdefaultinstall installutil ipconfig iwr klist ksetup ldifde makecab \
    mavinject mkdir mklink mofcomp mountvol msbuild msconfig msdt mshta msiexec mstsc nbtstat netdom netsh netstat nltest \
    notepad nslookup ntdsutil odbcconf pathping pcalua powercfg powershell powershell_ise psexec pubprn pwsh quser \
    qwinsta rasdial rcsi regasm regedit regini regsvcs regsvr32 robocopy runas rundll32 sajb schtasks scriptrunner setx \
    sfc shutdown systeminfo takeown taskkill tasklist tracert tscon tskill typeperf vaultcmd vssadmin wbadmin wecutil \
    wevtutil whoami winrm winrs wmic wscript wuauclt xcopy";

const PHP_WORDS: &str = "array_diff_uassoc array_diff_ukey array_filter array_intersect_uassoc array_intersect_ukey array_map array_reduce \
    array_udiff array_walk array_walk_recursive array_key_exists array_merge array_pop array_push array_search \
    assert_options base64_decode base64_encode bin2hex bzcompress bzdecompress bzopen call_user_func call_user_func_array \
    call_user_method class_exists convert_uuencode create_function ctype_alnum curl_exec curl_file_create curl_init \
    curl_multi_exec curl_setopt date_add date_create debug_backtrace dns_get_record error_log error_reporting \
    escapeshellarg escapeshellcmd exif_imagetype exif_read_data exif_thumbnail expect_popen extension_loaded fclose feof \
    fgetc fgetcsv fgets fgetss file_exists file_get_contents file_put_contents fileatime filectime filegroup fileinode \
    filemtime fileowner fileperms filesize filetype filter_input filter_var fopen forward_static_call fpassthru fprintf \
    fputcsv fputs fread fscanf fseek fsockopen ftok ftp_connect ftp_get ftp_login ftp_nb_get ftp_nb_put ftp_put ftruncate \
    func_get_args function_exists fwrite get_browser get_cfg_var get_class_methods get_class_vars get_current_user \
    get_defined_constants get_defined_functions get_defined_vars get_extension_funcs get_include_path get_headers \
    get_loaded_extensions get_meta_tags get_object_vars get_resources getcwd getenv getimagesize getlastmod getmygid \
    getmyinode getmypid getmyuid getopt getrusage gettimeofday gzcompress gzdecode gzdeflate gzencode gzfile gzgetc \
    gzgets gzinflate gzopen gzpassthru gzputs gzread gzuncompress gzwrite hash_file hash_hmac_file hash_update_file \
    header_register_callback hex2bin highlight_file highlight_string html_entity_decode htmlentities \
    htmlspecialchars_decode htmlspecialchars iconv_substr image2wbmp imagecreatefromgd imagecreatefromgif \
    imagecreatefromjpeg imagecreatefrompng imagecreatefromwbmp imagecreatefromxbm imagecreatefromxpm imagegd imagegif \
    imagejpeg imagepng ini_alter ini_get ini_get_all ini_restore ini_set invokeargs is_a is_array is_callable is_dir \
    is_executable is_file is_int is_link is_numeric is_object is_readable is_string is_uploaded_file is_writable \
    is_writeable iterator_apply json_decode json_encode lchgrp lchown linkinfo lstat mb_ereg_replace \
    mb_ereg_replace_callback mb_send_mail mb_substr md5_file method_exists mkdir move_uploaded_file mysql_query \
    mysqli_query mysqli_connect mysql_connect mysql_real_escape_string nl2br number_format ob_clean ob_end_clean \
    ob_end_flush ob_get_clean ob_get_contents ob_get_flush ob_start odbc_connect odbc_exec odbc_execute odbc_result \
    odbc_result_all opendir openlog openssl_decrypt parse_ini_file parse_ini_string parse_str passthru pcntl_exec \
    pcntl_fork pfsockopen pg_connect pg_execute pg_prepare pg_query pg_select pg_enter_pipeline_mode php_sapi_name \
    php_strip_whitespace php_uname phpcredits phpinfo phpversion popen posix_getcwd posix_getgid posix_getpgrp \
    posix_getpwuid posix_kill posix_mkfifo posix_mknod posix_setpgid posix_setsid posix_setuid posix_times posix_ttyname \
    posix_uname preg_grep preg_match preg_match_all preg_quote preg_replace preg_replace_callback \
    preg_replace_callback_array preg_split print_r proc_close proc_get_status proc_nice proc_open proc_terminate putenv \
    rawurldecode rawurlencode readdir readfile readgzfile readlink readline_completion_function realpath \
    register_shutdown_function register_tick_function require_once include_once rmdir runkit_function_rename scandir \
    session_set_save_handler session_start set_error_handler set_exception_handler set_include_path \
    set_magic_quotes_runtime set_time_limit setcookie setlocale sha1_file shell_exec shmop_open show_source \
    simplexml_load_file simplexml_load_string socket_connect socket_create socket_write socket_read spl_autoload_register \
    sqlite_array_query sqlite_create_aggregate sqlite_create_function sqlite_exec sqlite_open sqlite_popen sqlite_query \
    sqlite_single_query sqlite_unbuffered_query str_repeat str_replace str_rot13 str_split strcmp stream_context_create \
    stream_get_contents stream_socket_client stream_socket_server stream_wrapper_register strip_tags stripcslashes \
    stripslashes stristr strlen strncmp strpbrk strpos strrev strrpos strstr strtolower strtoupper strtr sys_getloadavg \
    sys_get_temp_dir tempnam tmpfile trigger_error uasort ucfirst uksort unserialize urldecode urlencode usleep usort \
    utf8_decode utf8_encode var_dump var_export version_compare vfprintf vprintf vsprintf wddx_deserialize xml_parse \
    xml_parser_create xml_parse_into_struct xml_set_character_data_handler xml_set_default_handler \
    xml_set_element_handler xml_set_end_namespace_decl_handler xml_set_external_entity_ref_handler \
    xml_set_notation_decl_handler xml_set_processing_instruction_handler xml_set_start_namespace_decl_handler \
    xml_set_unparsed_entity_decl_handler zend_version zip_open zip_read array_diff array_flip sodium_crypto_secretbox \
    yaml_parse yaml_parse_file yaml_parse_url openssl_pkcs12_read chgrp chown chmod fnmatch symlink ltrim rtrim substr \
    substr_replace ucwords intval floatval boolval settype gettype is_null iptcembed mcrypt_decrypt lcg_value mt_rand \
    mt_srand srand uniqid quotemeta addslashes addcslashes crc32 fflush disk_free_space disk_total_space clearstatcache \
    get_parent_class is_subclass_of get_class array_key_first spl_object_id getservbyname gethostbyname gethostbyaddr \
    gethostname checkdnsrr dns_check_record inet_ntop ip2long long2ip apache_child_terminate apache_getenv apache_setenv \
    apache_note bzread bzwrite preg_last_error mb_strtolower str_word_count array_fill array_sum array_rand";

const PHP_PLAIN_WORDS: &str = "assert basename bind chdir chr compact constant copy crypt current date define die dir dirname dl each echo end \
    escape eval exec exit extract file flock fstat glob hash header implode include info join key link log mail max md5 \
    min next ord pack pi pos prev print printf range rand rename require reset rewind sha1 shuffle sizeof sleep sort \
    split sprintf stat system touch trim unlink unpack unset umask virtual phpinfo explode";

const TAG_PLAIN_WORDS: &str = "base link meta style frame form set import math animate handler listener video audio source track input button \
    textarea select option keygen template comment marquee details dialog menu menuitem image img body html head title a \
    div span p table td th tr li ul ol br hr b i u s q x h1 h2 h3 iframe param slot summary map area picture canvas label \
    fieldset legend output progress meter object time data nobr center font big small strong em var code kbd samp sub sup \
    discard use path text tspan rect circle polygon line g defs symbol stop filter feimage mtext maction annotation mi mo \
    mn ms semantics basefont col colgroup tbody thead tfoot caption dl dt dd pre blockquote section article nav aside \
    header footer main figure figcaption address ruby rt rp bdo bdi wbr del ins abbr acronym cite dfn mark tt strike \
    command content shadow element j xss1 custom";

const EVENT_WORDS: &str = "onabort onactivate onafterprint onafterscriptexecute onafterupdate onanimationcancel onanimationend \
    onanimationiteration onanimationstart onariarequest onautocomplete onauxclick onbeforeactivate onbeforecopy \
    onbeforecut onbeforedeactivate onbeforeeditfocus onbeforeinput onbeforematch onbeforepaste onbeforeprint \
    onbeforescriptexecute onbeforetoggle onbeforeunload onbeforeupdate onbegin onblur onbounce oncancel oncanplay \
    oncanplaythrough oncellchange onchange onclick onclose oncommand oncompassneedscalibration \
    oncontentvisibilityautostatechange oncontextlost oncontextmenu oncontextrestored oncontrolselect oncopy oncuechange \
    oncut ondataavailable ondatasetchanged ondatasetcomplete ondblclick ondeactivate ondevicelight ondevicemotion \
    ondeviceorientation ondeviceproximity ondisplay ondrag ondragdrop ondragend ondragenter ondragexit ondragleave \
    ondragover ondragstart ondrop ondurationchange onemptied onend onended onerror onerrorupdate onexit onfilterchange \
    onfinish onfocus onfocusin onfocusout onformchange onformdata onforminput onfreeze onfullscreenchange \
    onfullscreenerror ongamepadconnected ongesturechange ongestureend ongesturestart ongotpointercapture onhashchange \
    onhelp oninput oninvalid onkeydown onkeypress onkeyup onlanguagechange onlayoutcomplete onload onloadeddata \
    onloadedmetadata onloadend onloadstart onlosecapture onlostpointercapture onmediacomplete onmediaerror onmessage \
    onmessageerror onmousedown onmouseenter onmouseleave onmousemove onmouseout onmouseover onmouseup onmousewheel onmove \
    onmoveend onmovestart onmozfullscreenchange onmspointerdown onoffline ononline onopen onoutofsync onpagehide \
    onpageshow onpagereveal onpageswap onpaste onpause onplay onplaying onpointercancel onpointerdown onpointerenter \
    onpointerleave onpointermove onpointerout onpointerover onpointerrawupdate onpointerup onpopstate onpopuphidden \
    onpopuphiding onpopupshown onprogress onpropertychange onqt_error onratechange onreadystatechange onrejectionhandled \
    onrepeat onreset onresize onresizeend onresizestart onresume onreverse onrowdelete onrowenter onrowexit onrowinserted \
    onrowsdelete onrowsenter onrowsinserted onscroll onscrollend onscrollsnapchange onscrollsnapchanging onsearch \
    onsecuritypolicyviolation onseek onseeked onseeking onselect onselectionchange onselectstart onshow onslotchange \
    onstalled onstart onstop onstorage onsubmit onsuspend onsyncrestored ontimeerror ontimer ontimeupdate ontoggle \
    ontouchcancel ontouchend ontouchmove ontouchstart ontrackchange ontransitioncancel ontransitionend ontransitionrun \
    ontransitionstart onunhandledrejection onunload onurlflip onuserproximity onversionchange onvolumechange onwaiting \
    onwebkitanimationend onwebkitanimationiteration onwebkitanimationstart onwebkitfullscreenchange onwebkitmouseforceup \
    onwebkitplaybacktargetavailabilitychanged onwebkittransitionend onwebkitwillrevealbottom onwheel onzoom onformaction \
    fscommand seeksegmenttime";

const SECRET_WORDS: &str = "passwd shadow group hosts htaccess htpasswd id_rsa id_dsa id_ecdsa id_ed25519 authorized_keys known_hosts \
    bash_history history mysql_history win ini boot sam environ cmdline self httpd apache apache2 nginx vhosts crontab \
    fstab issue motd sudoers resolv subuid subgid gshadow master inittab services networks ssh aws docker credentials \
    secrets env git svn hg ds_store npmrc netrc pgpass profile bashrc zsh_history viminfo wp config web php kube minikube \
    version mounts interrupts cpuinfo meminfo kallsyms";

const INI_WORDS: &str = "allow_url_fopen allow_url_include always_populate_raw_post_data arg_separator asp_tags auto_append_file \
    auto_detect_line_endings auto_globals_jit auto_prepend_file cli_server default_charset default_mimetype \
    default_socket_timeout disable_classes disable_functions display_errors display_startup_errors doc_root docref_ext \
    docref_root enable_dl enable_post_data_reading error_append_string error_log error_prepend_string error_reporting \
    expose_php extension extension_dir file_uploads gc_probability hard_timeout highlight html_errors \
    ignore_repeated_errors ignore_repeated_source ignore_user_abort implicit_flush include_path input_encoding \
    internal_encoding log_errors log_errors_max_len magic_quotes_gpc magic_quotes_runtime magic_quotes_sybase \
    max_execution_time max_file_uploads max_input_nesting_level max_input_time max_input_vars mbstring memory_limit \
    opcache open_basedir output_buffering output_encoding output_handler post_max_size precision realpath_cache_size \
    realpath_cache_ttl register_argc_argv register_globals report_memleaks request_order safe_mode safe_mode_exec_dir \
    sendmail_path serialize_precision session short_open_tag smtp_port sql sys_temp_dir track_errors \
    unserialize_callback_func unserialize_max_depth upload_max_filesize upload_tmp_dir user_agent user_dir user_ini \
    variables_order windows_show_crt_warning xmlrpc_errors zend zend_extension zlib engine assert curl date intl phar \
    pcre soap suhosin";
