package dev.reveille.acceptance;

import dev.reveille.testing.MissingPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code openssl s_client}, which tells more of a handshake than others do.
 *
 * @param options of {@code s_client}: {@code -tls1_2}, {@code -sess_out FILE} …
 */
record OpensslClient(Proxy proxy, String host, List<String> options) {
  OpensslClient {
    options = List.copyOf(options);
  }

  /** Asks for {@code /}, and returns all that it printed when the answer has ended. */
  String visit() {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_client", "-ign_eof", "-servername", host));
    command.addAll(List.of("-connect", "127.0.0.1:" + proxy.httpsPort()));
    command.addAll(options);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream out = process.getInputStream()) {
        ask(process);
        return new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw MissingPeer.because("no openssl here: " + e);
    }
  }

  /** Where the handshake fails nobody reads it. */
  private void ask(Process process) {
    String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
    try (OutputStream in = process.getOutputStream()) {
      in.write(request.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
