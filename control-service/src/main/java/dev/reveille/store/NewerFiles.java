package dev.reveille.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for files that a newer version has written. Each says it itself, on its outermost level:
 * {@code {"format": 2, …}}.
 */
final class NewerFiles {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String ANY_FOLDER = "/*/";

  private final Path root;

  NewerFiles(Path root) {
    this.root = root;
  }

  /** A sentence for each that is newer than what is read. */
  List<String> find(Map<String, Integer> newestRead) throws IOException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Integer> each : new TreeMap<>(newestRead).entrySet()) {
      for (Path file : files(each.getKey())) {
        long format = format(file);
        if (format > each.getValue()) {
          found.add(
              "%s has format %d; this version reads up to %d"
                  .formatted(root.relativize(file), format, each.getValue()));
        }
      }
    }
    return found;
  }

  private List<Path> files(String pattern) throws IOException {
    int split = pattern.indexOf(ANY_FOLDER);
    if (split < 0) {
      return List.of(root.resolve(pattern));
    }
    List<Path> files = new ArrayList<>();
    Path above = root.resolve(pattern.substring(0, split));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(above, Files::isDirectory)) {
      for (Path folder : folders) {
        files.add(folder.resolve(pattern.substring(split + ANY_FOLDER.length())));
      }
    } catch (NoSuchFileException _) {
      return List.of();
    }
    return files;
  }

  /** 0 where a file does not say it, is damaged or is not there: who reads it deals with that. */
  private static long format(Path file) throws IOException {
    try (JsonParser json = JSON.createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return 0;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isFormat = json.currentName().equals("format");
        json.nextToken();
        if (isFormat) {
          return json.getValueAsLong();
        }
        json.skipChildren();
      }
      return 0;
    } catch (JsonProcessingException | FileNotFoundException _) {
      return 0;
    }
  }
}
