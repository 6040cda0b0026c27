package dev.reveille.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsServerTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1:53",
    "192.0.2.1:5353, 192.0.2.1:5353",
    "ns1.example.com, ns1.example.com:53",
    "ns1.example.com:5353, ns1.example.com:5353",
    "2001:db8::1, [2001:db8::1]:53",
    "[2001:db8::1], [2001:db8::1]:53",
    "[2001:db8::1]:5353, [2001:db8::1]:5353",
  })
  void readsAHostAndMaybeAPort(String text, String server) {
    assertThat(DnsServer.parse(text)).hasToString(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":53", "ns1.example.com:0", "ns1:70000", "[no]:53", "a b", "ns1:dns"})
  void refusesWhatIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DnsServer.parse(text));
  }

  @Test
  void aNameWithoutAddressIsSaidSo() {
    assertThatIOException()
        .isThrownBy(() -> DnsServer.parse("no-such-host.invalid").address())
        .withMessageContaining("no-such-host.invalid");
  }

  @Test
  void theSystemsResolversAreThoseOfResolvConf(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("resolv.conf");
    Files.writeString(
        file, "# by hand\nsearch lan\nnameserver 192.0.2.7\n nameserver 2001:db8::7 # two\n");
    assertThat(SystemResolvers.read(file)).hasToString("[192.0.2.7:53, [2001:db8::7]:53]");
  }

  @Test
  void withoutAnyItIsTheOneOnThisMachine(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("resolv.conf"), "options ndots:0\n");
    assertThat(SystemResolvers.read(file)).hasToString("[127.0.0.1:53]");
  }
}
