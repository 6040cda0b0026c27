package dev.reveille.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this process runs.
 *
 * @param name the host's name, for people; two machines may have the same
 * @param kernel tells process numbers apart that mean different processes: the boot and the
 *     container (PID namespace); empty where the system does not tell
 */
public record Machine(String name, String kernel) {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  public static Machine current() {
    return new Machine(hostName(), kernelId());
  }

  private static String hostName() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException _) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException _) {
        return "unknown";
      }
    }
  }

  /** {@code 6c1f…-pid:[4026531836]} */
  private static String kernelId() {
    try {
      return "%s-%s".formatted(Files.readString(BOOT).strip(), Files.readSymbolicLink(NAMESPACE));
    } catch (IOException | UnsupportedOperationException _) {
      return "";
    }
  }
}
