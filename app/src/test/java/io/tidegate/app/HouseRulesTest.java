package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md asks of the sources and a compiler does not check by itself. */
class HouseRulesTest {

  private static final int PROSE_COLUMNS = 120;

  @Test
  void every_public_type_and_every_package_has_javadoc() throws IOException {
    List<String> without = new ArrayList<>();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              javac.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(mainSources()));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Documented(docs, without::add).scan(new TreePath(unit), null);
      }
    }
    assertThat(without).isEmpty();
  }

  /** Names each public type and each package that has no Javadoc. */
  private static final class Documented
      extends TreePathScanner<@Nullable Object, @Nullable Object> {
    private final DocTrees docs;
    private final Consumer<String> without;

    Documented(DocTrees docs, Consumer<String> without) {
      this.docs = docs;
      this.without = without;
    }

    @Override
    public @Nullable Object visitPackage(PackageTree tree, @Nullable Object nothing) {
      boolean page =
          getCurrentPath()
              .getCompilationUnit()
              .getSourceFile()
              .getName()
              .endsWith("package-info.java");
      if (page) look(tree.getPackageName().toString());
      return null;
    }

    /** What stands in a type that is not public is nobody else's business. */
    @Override
    public @Nullable Object visitClass(ClassTree tree, @Nullable Object nothing) {
      boolean inInterface =
          getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
              && outer.getKind() == Tree.Kind.INTERFACE;
      if (!inInterface && !tree.getModifiers().getFlags().contains(Modifier.PUBLIC)) return null;
      look(tree.getSimpleName().toString());
      return super.visitClass(tree, nothing);
    }

    private void look(String name) {
      String comment = docs.getDocComment(getCurrentPath());
      if (comment != null && !comment.isBlank()) return;
      without.accept(getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + name);
    }
  }

  @Test
  void every_package_has_a_page_of_its_own_and_null_is_marked_there() throws IOException {
    List<String> without = new ArrayList<>();
    for (Path folder : mainSources().stream().map(Path::getParent).distinct().toList()) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked"))
        without.add(root().relativize(folder).toString());
    }
    assertThat(without).isEmpty();
  }

  @Test
  void a_line_of_prose_ends_at_120_columns() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path page : pages()) tooLongLines(page, tooLong::add);
    assertThat(tooLong).isEmpty();
  }

  /**
   * The auditor's writer is its own; bench and testkit send bodies that are written out to be read.
   */
  @Test
  void nothing_but_the_writer_writes_json() throws IOException {
    List<String> others = new ArrayList<>();
    for (Path source : mainSources()) {
      boolean client =
          Stream.of("bench", "testkit").anyMatch(in -> source.startsWith(root().resolve(in)));
      if (!client && Files.readString(source).contains("{\\\""))
        others.add(root().relativize(source).toString());
    }
    assertThat(others).isEmpty();
  }

  @Test
  void what_a_test_needs_of_the_machine_it_says_in_one_place() throws IOException {
    Pattern skips = Pattern.compile("\\bassume[A-Z]\\w+\\(|@(Dis|En)abled");
    List<String> others = new ArrayList<>();
    for (Path source : sources("src"))
      if (!source.endsWith("Needs.java") && skips.matcher(Files.readString(source)).find())
        others.add(root().relativize(source).toString());
    assertThat(others).isEmpty();
  }

  /** Tables, code and lines of a single word (an address) are not prose. */
  private static void tooLongLines(Path page, Consumer<String> tooLong) throws IOException {
    boolean code = false;
    int number = 0;
    for (String line : Files.readAllLines(page)) {
      number++;
      if (line.stripLeading().startsWith("```")) code = !code;
      if (code || line.startsWith("|") || line.startsWith("    ")) continue;
      boolean breakable = line.strip().replaceFirst("^[-*] ", "").contains(" ");
      if (columns(line) > PROSE_COLUMNS && breakable)
        tooLong.accept(root().relativize(page) + ":" + number + " has " + columns(line));
    }
  }

  private static int columns(String line) {
    return line.codePointCount(0, line.length());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(root());
        Stream<Path> docs = Files.walk(root().resolve("docs"));
        Stream<Path> results = Files.walk(root().resolve("bench/results"))) {
      return Stream.of(top, docs, results)
          .flatMap(paths -> paths)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> mainSources() throws IOException {
    return sources("src/main/java");
  }

  private static List<Path> sources(String folder) throws IOException {
    try (Stream<Path> modules = Files.list(root())) {
      return modules
          .map(module -> module.resolve(folder))
          .filter(Files::isDirectory)
          .flatMap(HouseRulesTest::javaFiles)
          .sorted()
          .toList();
    }
  }

  /** Tests run in their module's folder, which lies in the project's. */
  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
