package io.tidegate.outbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer of the page compiles as it stands, and takes an event once. */
class KafkaConsumerExampleTest {

  private static final Path SOURCE =
      Path.of("..", "examples", "consumers", "KafkaConsumerExample.java");

  @Test
  void the_example_takes_an_event_once_however_often_it_comes(@TempDir Path folder)
      throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    int failed =
        compiler.run(
            null, null, null, "-cp", classPath, "-d", folder.toString(), SOURCE.toString());
    assertThat(failed).isZero();
    URL[] compiled = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(compiled, getClass().getClassLoader());
        Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"))) {
      Class<?> example = loader.loadClass("KafkaConsumerExample");
      method(example, "prepare", Connection.class).invoke(null, store);
      Method take =
          method(example, "take", Connection.class, String.class, String.class, String.class);
      assertThat(take.invoke(null, store, "a:1:0", "t", "{}")).isEqualTo(true);
      assertThat(take.invoke(null, store, "a:1:0", "t", "{}")).isEqualTo(false);
      assertThat(take.invoke(null, store, "a:1:1", "t", "{}")).isEqualTo(true);
      try (var ask = store.createStatement();
          ResultSet count = ask.executeQuery("SELECT count(*) FROM taken")) {
        assertThat(count.getInt(1)).isEqualTo(2);
      }
    }
  }

  private static Method method(Class<?> of, String name, Class<?>... types)
      throws ReflectiveOperationException {
    Method method = of.getDeclaredMethod(name, types);
    method.setAccessible(true);
    return method;
  }
}
