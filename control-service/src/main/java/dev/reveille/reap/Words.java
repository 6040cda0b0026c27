package dev.reveille.reap;

import dev.reveille.reap.Belongings.Item;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what goes, for logs: {@code containers=[shop-web-1] volumes=[shop_data 12.0 MB]}. */
final class Words {
  private static final double MEGABYTE = 1_000_000;

  private Words() {}

  static String of(Belongings belongings) {
    return "containers=%s volumes=%s networks=%s images=%s directory=%s"
        .formatted(
            list(belongings.containers()),
            list(belongings.allVolumes()),
            list(belongings.networks()),
            list(belongings.images()),
            list(belongings.directory().stream().toList()));
  }

  static String of(Scope scope) {
    return "containers=%s volumes=%s networks=%s images=%s directory=%s"
        .formatted(
            scope.containers(),
            scope.volumes(),
            scope.networks(),
            scope.images(),
            scope.directory().stream().toList());
  }

  private static String list(List<Item> items) {
    return items.stream().map(Words::of).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String of(Item item) {
    return item.bytes().isEmpty()
        ? item.name()
        : String.format(
            Locale.ROOT, "%s %.1f MB", item.name(), item.bytes().getAsLong() / MEGABYTE);
  }
}
