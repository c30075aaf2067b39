/** Programs of the recorded host's /usr/bin that are not simulated: they can be found and completed, and say so when they are run. */
export const MISSING_BIN: readonly string[] = `
arch b2sum base32 basenc busctl captoinfo chage chcon chfn choom chrt chsh cksum clear_console col colcrt colrm
column comm containerd csplit ctr ctstat dash dd df diff3 dir dircolors dmesg dnsdomainname docker-compose
domainname du expand factor fallocate findmnt flock fmt fold free getconf getent getopt gpasswd groups gunzip
gzexe gzip hardlink hd hostid hostnamectl hugetop i386 iconv infocmp infotocap install ionice ipcmk ipcrm ipcs
iptables-xml ischroot join journalctl ldd link linux32 linux64 lnstat locale localectl localedef logger login
loginctl logname look lsblk lscpu lsipc lslocks lsns mawk mcookie mkfifo mknod more mountpoint namei nawk
networkctl nice nisdomainname nohup nproc nstat numfmt openssl pager partx passwd pathchk pgrep pidof pidwait
ping6 pinky pkill pldd pmap pr printenv prlimit ptx pwdx rbash rdma renice reset rgrep routel rtstat run-parts
run0 runc runcon savelog script scriptlive scriptreplay sdiff setarch setpriv setsid setterm sha1sum sha224sum
sha384sum sha512sum shred shuf skill slabtop snice split stdbuf stty su sum sync systemctl tabs taskset tempfile
tic timedatectl tload toe top tput truncate tset tsort tzselect uclampset ul umount uncompress unexpand unlink
uptime users varlinkctl vdir vmstat w wall watch wcurl whereis who ypdomainname zcat zcmp zdiff zdump zegrep
zfgrep zforce zgrep zless zmore znew
`
  .trim()
  .split(/\s+/);

/** Those of its /usr/sbin. */
export const MISSING_SBIN: readonly string[] = `
agetty arpd arptables arptables-nft arptables-nft-restore arptables-nft-save arptables-restore arptables-save
arptables-translate blkdiscard blkid blockdev capsh chgpasswd chpasswd chroot dcb devlink ebtables ebtables-nft
ebtables-nft-restore ebtables-nft-save ebtables-restore ebtables-save ebtables-translate faillock findfs fsck
fsfreeze fstab-decode fstrim genl getcap getpcaps getty groupadd groupdel groupmod grpck grpconv grpunconv
iconvconfig invoke-rc.d ip6tables-apply ip6tables-legacy ip6tables-legacy-restore ip6tables-legacy-save
ip6tables-nft ip6tables-nft-restore ip6tables-nft-save ip6tables-restore-translate ip6tables-translate ipmaddr
iptables-apply iptables-legacy iptables-legacy-restore iptables-legacy-save iptables-nft iptables-nft-restore
iptables-nft-save iptables-restore-translate iptables-translate iptunnel killall5 ldconfig losetup mii-tool mkfs
mkswap nameif newusers nginx nologin pwck pwconv pwunconv rarp readprofile remove-shell rmt rmt-tar rtacct
rtcwake rtmon runc runuser service setcap shadowconfig slattach start-stop-daemon sulogin swaplabel swapoff
swapon tarcat tc tipc useradd userdel usermod vdpa vigr vipw wipefs xtables-legacy-multi xtables-monitor
xtables-nft-multi zic zramctl
`
  .trim()
  .split(/\s+/);
