package io.tidegate.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.bench.Setting;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBedTest {

  @Test
  void the_service_is_started_with_settings_that_there_are(@TempDir Path folder) {
    Setting setting = new Setting(folder, folder, 0, true, 1, _ -> {});
    Map<String, String> variables = TestBed.launch(setting).environment();

    Config config = ConfigLoader.load(Config.DEFAULT, null, variables, Map.of());

    assertThat(config.limits().users()).isEqualTo(100_000_000);
  }
}
