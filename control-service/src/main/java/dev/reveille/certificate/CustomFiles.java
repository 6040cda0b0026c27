package dev.reveille.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The two files of a custom certificate: {@code NAME.crt} with its chain and {@code NAME.key}, or,
 * as certbot leaves them, {@code NAME/fullchain.pem} and {@code NAME/privkey.pem}. One of the two
 * may be missing.
 */
record CustomFiles(String name, Path certificate, Path key) {
  private static final String CERTIFICATE = ".crt";
  private static final String KEY = ".key";
  private static final String CHAIN_IN_FOLDER = "fullchain.pem";
  private static final String KEY_IN_FOLDER = "privkey.pem";

  /** A chain has some 10 KB; what is larger by far is something else. */
  private static final long LARGEST = 1 << 20;

  /** What tells a changed file from an unchanged one without reading it. */
  record Stamp(Path path, long size, FileTime changed, Object file) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Object file = Objects.requireNonNullElse(attributes.fileKey(), "");
      return new Stamp(path, attributes.size(), attributes.lastModifiedTime(), file);
    }
  }

  /**
   * Of every certificate in a folder. Where both forms are there, the pair of files counts.
   *
   * @return none where there is no such folder
   */
  static Collection<CustomFiles> in(Path folder) throws IOException {
    Map<String, CustomFiles> found = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String file = String.valueOf(entry.getFileName());
        if (file.startsWith(".")) {
          continue;
        }
        if (file.endsWith(CERTIFICATE) || file.endsWith(KEY)) {
          String name = file.substring(0, file.length() - CERTIFICATE.length());
          found.put(name, pair(folder, name));
        } else if (isFolderOfOne(entry)) {
          found.putIfAbsent(file, inFolder(entry, file));
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found.values();
  }

  /** By these stamps the files are the same as before; they follow symbolic links. */
  List<Stamp> stamps() throws IOException {
    return List.of(stamp(certificate), stamp(key));
  }

  /**
   * Reads both.
   *
   * @throws IllegalArgumentException saying what is wrong with which file
   */
  ServerCertificate read() throws IOException {
    return ServerCertificate.of(
        parsed(certificate, Pem::certificates), parsed(key, Pem::privateKey));
  }

  private static CustomFiles pair(Path folder, String name) {
    return new CustomFiles(name, folder.resolve(name + CERTIFICATE), folder.resolve(name + KEY));
  }

  private static CustomFiles inFolder(Path folder, String name) {
    return new CustomFiles(name, folder.resolve(CHAIN_IN_FOLDER), folder.resolve(KEY_IN_FOLDER));
  }

  /** Other folders may be there; half a pair, or a link that leads nowhere, is to be reported. */
  private static boolean isFolderOfOne(Path entry) {
    return isThere(entry.resolve(CHAIN_IN_FOLDER)) || isThere(entry.resolve(KEY_IN_FOLDER));
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static Stamp stamp(Path file) throws IOException {
    try {
      return Stamp.of(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          isThere(file)
              ? "%s is a link that leads nowhere; mount what it leads to as well".formatted(file)
              : "%s is missing".formatted(file),
          e);
    }
  }

  private static <T> T parsed(Path file, Function<String, T> parser) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IllegalArgumentException("is larger than 1 MB");
      }
      return parser.apply(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException(
          "%s may not be read by user \"%s\"".formatted(file, System.getProperty("user.name")), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s %s".formatted(file, e.getMessage()), e);
    }
  }
}
