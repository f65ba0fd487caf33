# Carries Ethernet frames between two TAP devices and takes its time: `delay.pl TAP TAP LEAST_MS MOST_MS`. Makes both devices, prints
# a line once they are there, and runs until it is killed. In Perl, since Node has no ioctl and every Debian has Perl.
use strict;
use warnings;
use Fcntl;
use Time::HiRes qw(time);

my ($TUNSETIFF, $IFF_TAP, $IFF_NO_PI) = (0x400454ca, 0x0002, 0x1000);
my ($one, $other, $least, $most) = @ARGV;

sub open_tap {
    my ($name) = @_;
    sysopen(my $tap, '/dev/net/tun', O_RDWR) or die "/dev/net/tun: $!";
    my $request = pack('a16 S x22', $name, $IFF_TAP | $IFF_NO_PI);
    ioctl($tap, $TUNSETIFF, $request) or die "TUNSETIFF: $!";
    return $tap;
}

my @taps = (open_tap($one), open_tap($other));
my @late;    # [when, to which, frame], the soonest first
$| = 1;
print "ready\n";

while (1) {
    my $wait = @late ? $late[0][0] - time : undef;
    my $bits = '';
    vec($bits, fileno($_), 1) = 1 for @taps;
    select($bits, undef, undef, defined $wait && $wait < 0 ? 0 : $wait);
    for my $from (0, 1) {
        next unless vec($bits, fileno($taps[$from]), 1);
        sysread($taps[$from], my $frame, 65536) or next;
        push @late, [time + ($least + rand($most - $least)) / 1000, 1 - $from, $frame];
    }
    @late = sort { $a->[0] <=> $b->[0] } @late;
    while (@late && $late[0][0] <= time) {
        my (undef, $to, $frame) = @{ shift @late };
        syswrite($taps[$to], $frame);
    }
}
