# A VPN that leads nowhere: `vpn.pl NAME` makes a TUN device, prints a line once it is there, and swallows what is sent into it until it
# is killed. In Perl, since Node has no ioctl and every Debian has Perl.
use strict;
use warnings;
use Fcntl;

my ($TUNSETIFF, $IFF_TUN, $IFF_NO_PI) = (0x400454ca, 0x0001, 0x1000);
my ($name) = @ARGV;

sysopen(my $tun, '/dev/net/tun', O_RDWR) or die "/dev/net/tun: $!";
ioctl($tun, $TUNSETIFF, pack('a16 S x22', $name, $IFF_TUN | $IFF_NO_PI)) or die "TUNSETIFF: $!";
$| = 1;
print "ready\n";
# Until somebody has set it up, reading fails.
while (1) { sysread($tun, my $packet, 65536) or select(undef, undef, undef, 0.05) }
