package dev.reveille;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The map of packages, and the habits that a compiler does not know. */
class ArchitectureTest {
  private static final String ROOT = "dev.reveille.";

  /** Highest first: a package imports from its own layer and from lower ones. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("app", "config"),
          Set.of("api", "cli", "metrics"),
          Set.of("docker", "acme", "dns", "store", "webhook"),
          Set.of("wake", "reap", "certificate", "route", "doctor"),
          Set.of("project", "activity"),
          Set.of("event", "concurrent"));

  private static final Pattern EMPTY_WORDS =
      Pattern.compile(".*(Util|Utils|Helper|Manager|Impl)$|^(Abstract|Base)[A-Z].*");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.reveille");

  private static Stream<String> packagesWithLayers() {
    return LAYERS.stream().flatMap(Set::stream);
  }

  @Test
  void everyPackageHasALayer() {
    assertThat(packages()).isNotEmpty().isSubsetOf(packagesWithLayers().toList());
  }

  @ParameterizedTest
  @MethodSource("packagesWithLayers")
  void importsNothingFromHigherLayers(String name) {
    int layer =
        IntStream.range(0, LAYERS.size())
            .filter(i -> LAYERS.get(i).contains(name))
            .findFirst()
            .orElseThrow();
    String[] higher =
        LAYERS.subList(0, layer).stream()
            .flatMap(Set::stream)
            .map(ArchitectureTest::within)
            .toArray(String[]::new);

    noClasses()
        .that(resideInAPackage(within(name)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(higher))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void packagesImportEachOtherInNoCycle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void onlyTheAdapterKnowsDockerJava() {
    onlyIn(Set.of("docker"), "com.github.dockerjava..");
  }

  @Test
  void onlyTheControlApiKnowsUndertow() {
    onlyIn(Set.of("api"), "io.undertow..", "org.xnio..");
  }

  @Test
  void onlyCertificatesKnowBouncyCastle() {
    onlyIn(Set.of("certificate", "acme"), "org.bouncycastle..");
  }

  @Test
  void onlyTheIssuerKnowsAcme4j() {
    onlyIn(Set.of("acme"), "org.shredzone.acme4j..");
  }

  @Test
  void onlyTheDnsAdapterKnowsDnsjava() {
    onlyIn(Set.of("dns"), "org.xbill.DNS..");
  }

  @Test
  void onlyCertificatesKnowThePublicSuffixList() {
    onlyIn(Set.of("certificate"), "com.google.common..");
  }

  @Test
  void onlyMetricsKnowPrometheus() {
    onlyIn(Set.of("metrics"), "io.prometheus..");
  }

  @Test
  void onlyTheLogsSetupKnowsLogback() {
    onlyIn(Set.of("app"), "ch.qos.logback..");
  }

  @Test
  void onlyCommandsKnowPicocli() {
    onlyIn(Set.of("cli"), "picocli..");
  }

  /** Each of these takes longer to load than a whole command does. */
  @Test
  void commandsStartFast() {
    noClasses()
        .that(resideInAPackage(within("cli")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.slf4j..",
                "com.fasterxml.jackson.databind..",
                "java.net.http..",
                "java.time.format..",
                within("api")))
        .check(CODE);
  }

  /** The clock is injected, so that tests need not wait. */
  @Test
  void onlyTheOutermostAndTheInnermostTellTheTimeOrSleep() {
    noClasses()
        .that(resideOutsideOfPackages(within("app"), within("concurrent")))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", Duration.class)
        .check(CODE);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> marked =
        CODE.stream()
            .filter(type -> type.getPackage().isAnnotatedWith(NullMarked.class))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(CODE).extracting(JavaClass::getPackageName).isSubsetOf(marked);
  }

  @Test
  void namesSayWhatAndNotWhatKind() {
    assertThat(CODE)
        .extracting(JavaClass::getSimpleName)
        .noneMatch(name -> EMPTY_WORDS.matcher(name).matches());
  }

  private static void onlyIn(Set<String> packages, String... library) {
    String[] allowed = packages.stream().map(ArchitectureTest::within).toArray(String[]::new);
    noClasses()
        .that(resideOutsideOfPackages(allowed))
        .should()
        .dependOnClassesThat(resideInAnyPackage(library))
        .check(CODE);
  }

  /** {@code dev.reveille.wake..} */
  private static String within(String name) {
    return ROOT + name + "..";
  }

  /** First words after the root; a class in the root itself is one that has no layer. */
  private static Set<String> packages() {
    return CODE.stream()
        .map(type -> type.getPackageName().replaceFirst("^dev\\.reveille\\.?", ""))
        .map(name -> name.split("\\.", 2)[0])
        .collect(Collectors.toSet());
  }
}
