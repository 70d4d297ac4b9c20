package io.tidegate.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code core} is pure: no clock, no random number, no I/O, no logger, nobody else's code. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("io.tidegate.core");

  /** Classes of java.base that would let the world in. */
  private static final Set<String> IMPURE =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.identityHashCode",
          "java.lang.System.getenv",
          "java.lang.System.getProperty");

  /** Pure, whatever package they are in. */
  private static final Set<String> HASHING =
      Set.of(
          "java.nio.ByteBuffer",
          "java.nio.charset.Charset",
          "java.nio.charset.StandardCharsets",
          "java.security.DigestException",
          "java.security.InvalidKeyException",
          "java.security.Key",
          "java.security.MessageDigest",
          "java.security.NoSuchAlgorithmException",
          "javax.crypto.Mac",
          "javax.crypto.spec.SecretKeySpec");

  /** Pure too, given the Unicode of the JDK; only events, with what came out, are replayed. */
  private static final Set<String> NORMALISING =
      Set.of("java.text.Normalizer", "java.text.Normalizer$Form");

  private static final Set<String> WILLFUL =
      Set.of(
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.util.Calendar",
          "java.util.Date",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer");

  @Test
  void there_is_something_to_check() {
    assertThat(CORE.size()).isGreaterThan(50);
  }

  @Test
  void core_knows_the_language_plain_collections_and_itself() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "io.tidegate.core..",
                    "java.lang",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.jspecify.annotations")
                .or(describe("arrays", JavaClass::isArray))
                .or(describe("what is needed to hash", c -> HASHING.contains(c.getFullName())))
                .or(describe("what names need", c -> NORMALISING.contains(c.getFullName()))))
        .check(CORE);
  }

  @Test
  void only_the_draw_hashes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tidegate.core.draw")
        .should()
        .dependOnClassesThat(describe("hash", c -> HASHING.contains(c.getFullName())))
        .check(CORE);
  }

  @Test
  void core_draws_no_random_number_and_starts_no_thread() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe("have a will of their own", c -> WILLFUL.contains(c.getFullName())))
        .check(CORE);
    noClasses().should().callMethod(UUID.class, "randomUUID").check(CORE);
  }

  @Test
  void core_reads_no_clock_and_no_surroundings() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "the world is asked",
                call ->
                    IMPURE.contains(
                        call.getTargetOwner().getFullName() + "." + call.getTarget().getName())))
        .check(CORE);
  }

  @Test
  void core_prints_nothing() {
    noClasses()
        .should()
        .accessFieldWhere(
            describe(
                "a stream of System",
                access -> access.getTargetOwner().isEquivalentTo(System.class)))
        .check(CORE);
  }

  @Test
  void tables_know_no_rules() {
    noClasses()
        .that()
        .resideInAPackage("io.tidegate.core.table..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.tidegate.core", "io.tidegate.core.sale", "io.tidegate.core.room"))
        .check(CORE);
  }

  @Test
  void packages_do_not_know_each_other_in_a_circle() {
    slices().matching("io.tidegate.core.(*)..").should().beFreeOfCycles().check(CORE);
    noClasses()
        .that()
        .resideInAnyPackage("io.tidegate.core.sale..", "io.tidegate.core.room..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.tidegate.core"))
        .check(CORE);
  }
}
