package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnContainerTest {
  private static final String ID =
      "4f76eee5ccd2169412ad032c6c8f9060276e1a1ba93e46da0e0ae6b547edcf1b";

  @TempDir private Path proc;

  @BeforeEach
  void directories() throws IOException {
    Files.createDirectories(proc.resolve("self"));
    Files.createDirectories(proc.resolve("sys/kernel"));
  }

  @Test
  void findsItInControlGroupsOfTheOlderKind() throws IOException {
    write("self/cgroup", "12:cpu,cpuacct:/docker/" + ID, "1:name=systemd:/docker/" + ID);
    assertThat(OwnContainer.ids(proc)).containsExactly(ID);
  }

  @Test
  void findsItInControlGroupsOfSystemd() throws IOException {
    write("self/cgroup", "0::/system.slice/docker-%s.scope".formatted(ID));
    assertThat(OwnContainer.ids(proc)).containsExactly(ID);
  }

  @Test
  void findsItInMountsWhereControlGroupsTellNothing() throws IOException {
    write("self/cgroup", "0::/");
    write("self/mountinfo", mount(ID, "hostname", "/etc/hostname"));
    write("sys/kernel/hostname", "gateway");
    assertThat(OwnContainer.ids(proc)).containsExactly(ID);
  }

  @Test
  void findsItsFirstDigitsInTheHostName() throws IOException {
    write("self/cgroup", "0::/");
    write("sys/kernel/hostname", ID.substring(0, 12));
    assertThat(OwnContainer.ids(proc)).containsExactly(ID.substring(0, 12));
  }

  @Test
  void onTheHostThereIsNone() throws IOException {
    write("self/cgroup", "0::/user.slice/user-0.slice/session-3.scope");
    write("self/mountinfo", mount(ID, "mounts/shm", "/var/lib/docker/containers/x/mounts/shm"));
    write("sys/kernel/hostname", "server7");
    assertThat(OwnContainer.ids(proc)).isEmpty();
  }

  @Test
  void withoutTheseFilesThereIsNone() {
    assertThat(OwnContainer.ids(proc.resolve("nowhere"))).isEmpty();
  }

  private void write(String file, String... lines) throws IOException {
    Files.writeString(proc.resolve(file), String.join("\n", lines) + "\n");
  }

  private static String mount(String id, String file, String at) {
    return "612 597 254:1 /var/lib/docker/containers/%s/%s %s rw,relatime - ext4 /dev/vda1 rw"
        .formatted(id, file, at);
  }
}
