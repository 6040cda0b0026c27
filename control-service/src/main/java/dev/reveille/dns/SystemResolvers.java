package dev.reveille.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resolvers of this machine, or container: resolv.conf(5), read anew each time. */
final class SystemResolvers {
  static final Path FILE = Path.of("/etc/resolv.conf");

  private static final Pattern LINE = Pattern.compile("\\s*nameserver\\s+(\\S+).*");

  private SystemResolvers() {}

  /** Without any, the one on this machine, as the C library does. */
  static List<DnsServer> read(Path file) throws IOException {
    List<DnsServer> servers =
        Files.readAllLines(file).stream()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .map(matcher -> new DnsServer(matcher.group(1), DnsServer.PORT))
            .toList();
    return servers.isEmpty() ? List.of(new DnsServer("127.0.0.1", DnsServer.PORT)) : servers;
  }
}
