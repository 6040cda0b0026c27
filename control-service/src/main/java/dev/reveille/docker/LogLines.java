package dev.reveille.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what a container printed.
 *
 * <p>Without a terminal stdout and stderr come in frames: one byte with the stream's number, three
 * zeros, four bytes with the length, and as many bytes of text (Docker API, ContainerAttach). A
 * line may go on in the stream's next frame.
 */
final class LogLines {
  private static final int HEADER = 8;
  private static final int LONGEST_LINE = 2_000;
  private static final Pattern TERMINAL_SEQUENCE = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n]]");

  private final List<String> lines = new ArrayList<>();
  private final List<ByteArrayOutputStream> streams =
      List.of(
          new ByteArrayOutputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream());

  private LogLines() {}

  /**
   * The lines of a log in frames, in the order in which they ended; a cut last frame is read too.
   */
  static List<String> ofFrames(byte[] log) {
    LogLines reader = new LogLines();
    ByteBuffer rest = ByteBuffer.wrap(log);
    while (rest.remaining() > HEADER) {
      int stream = Byte.toUnsignedInt(rest.get()) % reader.streams.size();
      int length = rest.position(rest.position() + 3).getInt();
      byte[] text = new byte[Math.clamp(length, 0, rest.remaining())];
      rest.get(text);
      reader.read(stream, text);
    }
    return reader.end();
  }

  /** The lines of the log of a container with a terminal, which has no frames. */
  static List<String> ofTerminal(byte[] log) {
    LogLines reader = new LogLines();
    reader.read(0, log);
    return reader.end();
  }

  /**
   * When a line was printed, where the engine was asked for it: {@code
   * 2026-01-31T20:56:53.390000000Z text}.
   *
   * @throws java.time.format.DateTimeParseException when it does not begin with a time
   */
  static Instant time(String line) {
    return OffsetDateTime.parse(line.split(" ", 2)[0]).toInstant();
  }

  /** Without colours, cursor movements and other control characters; line ends stay. */
  static String printable(String text) {
    String plain = TERMINAL_SEQUENCE.matcher(text.replace('\t', ' ')).replaceAll("");
    return CONTROL.matcher(plain).replaceAll("");
  }

  private void read(int stream, byte[] text) {
    ByteArrayOutputStream line = streams.get(stream);
    for (byte b : text) {
      if (b == '\n') {
        endLine(line);
      } else {
        line.write(b);
      }
    }
  }

  private void endLine(ByteArrayOutputStream line) {
    String text = printable(line.toString(StandardCharsets.UTF_8));
    lines.add(text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text);
    line.reset();
  }

  private List<String> end() {
    streams.stream().filter(line -> line.size() > 0).forEach(this::endLine);
    return List.copyOf(lines);
  }
}
