package dev.reveille.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line that was understood.
 *
 * @param options those that were given; {@code true} for those without a value
 */
record Typed(Command command, List<String> arguments, Map<Option, String> options) {
  /** {@code reveille certs} alone lists them. */
  private static final String CERTS = "certs";

  Typed {
    arguments = List.copyOf(arguments);
    options = Map.copyOf(options);
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  String value(Option option) {
    return options.getOrDefault(option, "");
  }

  /** Reads a command line that needs no explanation; empty for any other. */
  static Optional<Typed> plain(List<String> line) {
    for (Command command : Command.values()) {
      List<String> words = List.of(command.words().split(" "));
      if (line.size() >= words.size() && line.subList(0, words.size()).equals(words)) {
        return read(command, line.subList(words.size(), line.size()));
      }
    }
    boolean isCerts = !line.isEmpty() && line.getFirst().equals(CERTS);
    return isCerts && line.stream().skip(1).allMatch(word -> word.startsWith("-"))
        ? read(Command.CERTS_LIST, line.subList(1, line.size()))
        : Optional.empty();
  }

  private static Optional<Typed> read(Command command, List<String> rest) {
    List<String> arguments = new ArrayList<>();
    Map<Option, String> options = new EnumMap<>(Option.class);
    for (int i = 0; i < rest.size(); i++) {
      String word = rest.get(i);
      Optional<Option> option = option(command, word);
      if (option.isEmpty()) {
        if (word.startsWith("-")) {
          return Optional.empty();
        }
        arguments.add(word);
      } else if (!option.get().hasValue()) {
        options.put(option.get(), "true");
      } else if (i + 1 < rest.size()) {
        i++;
        options.put(option.get(), rest.get(i));
      }
    }
    boolean isRight =
        command.parameters().least() <= arguments.size()
            && arguments.size() <= command.parameters().most()
            && command.options().stream()
                .allMatch(it -> !it.isRequired() || options.containsKey(it));
    return isRight ? Optional.of(new Typed(command, arguments, options)) : Optional.empty();
  }

  private static Optional<Option> option(Command command, String word) {
    for (Option option : command.options()) {
      if (option.written().equals(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }
}
