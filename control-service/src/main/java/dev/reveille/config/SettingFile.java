package dev.reveille.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds the value of one setting, as Docker's secrets do. */
final class SettingFile {
  private static final int LARGEST_KIB = 64;

  private SettingFile() {}

  /**
   * The content, without white space around it.
   *
   * @throws IllegalArgumentException with the reason, {@code is empty}
   */
  static String read(String path) {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      byte[] content = file.readNBytes(LARGEST_KIB * 1024 + 1);
      if (content.length > LARGEST_KIB * 1024) {
        throw new IllegalArgumentException("is larger than %d KiB".formatted(LARGEST_KIB));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.isBlank()) {
        throw new IllegalArgumentException("is empty");
      }
      return text.strip();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("is not there", e);
    } catch (AccessDeniedException e) {
      String user = System.getProperty("user.name");
      throw new IllegalArgumentException("user \"%s\" may not read".formatted(user), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("holds no text in UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("gives an error (%s)".formatted(e.getMessage()), e);
    }
  }
}
