package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @Test
  void keepsTheOrderOfBothStreams() {
    frame(STDOUT, "one\n");
    frame(STDERR, "two\n");
    frame(STDOUT, "three\n");
    assertThat(LogLines.ofFrames(log.toByteArray())).containsExactly("one", "two", "three");
  }

  @Test
  void joinsALineThatIsSplitOverFrames() {
    frame(STDOUT, "on");
    frame(STDERR, "other\n");
    frame(STDOUT, "e\ntwo\n");
    assertThat(LogLines.ofFrames(log.toByteArray())).containsExactly("other", "one", "two");
  }

  @Test
  void joinsACharacterThatIsSplitOverFrames() {
    byte[] umlaut = "ü\n".getBytes(StandardCharsets.UTF_8);
    frame(STDOUT, Arrays.copyOf(umlaut, 1));
    frame(STDOUT, Arrays.copyOfRange(umlaut, 1, umlaut.length));
    assertThat(LogLines.ofFrames(log.toByteArray())).containsExactly("ü");
  }

  @Test
  void readsALastLineWithoutEnd() {
    frame(STDERR, "panic");
    assertThat(LogLines.ofFrames(log.toByteArray())).containsExactly("panic");
  }

  @Test
  void readsAFrameThatWasCut() {
    frame(STDOUT, "one\ntwo\n");
    byte[] whole = log.toByteArray();
    assertThat(LogLines.ofFrames(Arrays.copyOf(whole, whole.length - 2)))
        .containsExactly("one", "tw");
    assertThat(LogLines.ofFrames(Arrays.copyOf(whole, 5))).isEmpty();
  }

  @Test
  void readsWhatIsNoFrameWithoutFailing() {
    byte[] text = "no frames at all, but many words\n".getBytes(StandardCharsets.UTF_8);
    assertThat(LogLines.ofFrames(text)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void readsATerminalsLines() {
    byte[] text = "one\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(LogLines.ofTerminal(text)).containsExactly("one", "two");
  }

  @Test
  void leavesOutColoursAndControlCharacters() {
    assertThat(LogLines.printable("\u001B[1;31mred\u001B[0m\u0007 a\tb\u0000"))
        .isEqualTo("red a b");
  }

  @Test
  void cutsLinesThatAreTooLong() {
    frame(STDOUT, "x".repeat(5_000) + "\n");
    assertThat(LogLines.ofFrames(log.toByteArray()).getFirst()).hasSize(2_001).endsWith("…");
  }

  private void frame(int stream, String text) {
    frame(stream, text.getBytes(StandardCharsets.UTF_8));
  }

  private void frame(int stream, byte[] text) {
    log.writeBytes(new byte[] {(byte) stream, 0, 0, 0});
    log.writeBytes(ByteBuffer.allocate(4).putInt(text.length).array());
    log.writeBytes(text);
  }
}
