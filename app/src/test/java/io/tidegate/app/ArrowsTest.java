package io.tidegate.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom: the arrows between modules that ARCHITECTURE.md draws. */
class ArrowsTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          // Not the predefined one, which knows target/test-classes and not where the checks build.
          .withImportOption(at -> !at.contains("/test-classes/") && !at.contains("-tests.jar"))
          .importPackages("io.tidegate");

  @ParameterizedTest
  @CsvSource({
    "testkit, ''",
    "http, ''",
    "core, ''",
    "store, core",
    "store.postgres, store",
    "audit, ''",
    "export, core store http",
    "engine, core store",
    "cluster, core store engine",
    "gate, core engine http",
    "api, core store engine http",
    "lab, http",
    "outbox, core store",
    "app, core store audit export engine http api gate lab outbox cluster"
  })
  void a_module_knows_only_those_below_it(String module, String below) {
    List<String> known = Stream.concat(Stream.of(module), Arrays.stream(below.split(" "))).toList();
    String[] allowed =
        known.stream()
            .filter(name -> !name.isEmpty())
            .map(ArrowsTest::inside)
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage(inside(module)))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("io.tidegate.."))))
        .check(ALL);
  }

  @Test
  void the_auditor_shares_no_code_with_what_it_audits_and_needs_the_jdk_alone() {
    classes()
        .that(resideInAPackage("io.tidegate.audit.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("io.tidegate.audit..", "java..", "javax.crypto..", "org.jspecify.."))
        .check(ALL);
  }

  @Test
  void only_the_export_and_the_home_in_a_database_speak_sql() {
    noClasses()
        .that(resideOutsideOfPackages("io.tidegate.export..", "io.tidegate.store.postgres.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql.."))
        .check(ALL);
  }

  @Test
  void the_store_knows_none_of_its_homes() {
    noClasses()
        .that(resideInAPackage("io.tidegate.store.."))
        .and(resideOutsideOfPackages("io.tidegate.store.postgres.."))
        .should()
        .dependOnClassesThat(resideInAPackage("io.tidegate.store.postgres.."))
        .check(ALL);
  }

  @Test
  void no_packages_go_in_circles() {
    slices().matching("io.tidegate.(**)").should().beFreeOfCycles().check(ALL);
  }

  private static String inside(String module) {
    return "io.tidegate." + module + "..";
  }
}
