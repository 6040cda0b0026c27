package dev.reveille.acme;

import java.util.ArrayList;
import java.util.List;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Problem;

/** What a CA says, and what it is asked for, as parts of one sentence. */
final class Words {
  private static final int LONGEST = 600;
  private static final int MOST_NAMES = 3;

  private Words() {}

  /** Somebody else's text for a log: one line, not endless. */
  static String plain(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** {@code a.test, b.test, c.test and 4 more} */
  static String names(List<String> names) {
    int more = names.size() - MOST_NAMES;
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  /** The problem's detail, and those of its parts with the names they are about. */
  static String of(Problem problem) {
    List<String> sentences = new ArrayList<>();
    sentences.add(ownWords(problem));
    for (Problem part : problem.getSubProblems()) {
      String about = part.getIdentifier().map(Identifier::getValue).map(it -> it + ": ").orElse("");
      sentences.add(about + ownWords(part));
    }
    return plain(String.join("; ", sentences));
  }

  private static String ownWords(Problem problem) {
    return problem
        .getDetail()
        .or(problem::getTitle)
        .map(text -> text.replaceFirst("[.\\s]+$", ""))
        .orElseGet(() -> problem.getType().toString());
  }
}
