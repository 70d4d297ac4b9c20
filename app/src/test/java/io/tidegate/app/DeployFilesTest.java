package io.tidegate.app;

import static io.tidegate.app.DeployedContainer.at;
import static io.tidegate.app.DeployedContainer.list;
import static io.tidegate.app.DeployedContainer.manifest;
import static io.tidegate.app.DeployedContainer.map;
import static io.tidegate.app.DeployedContainer.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.gate.GateFile;
import io.tidegate.gate.GateConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files in {@code deploy} follow their schemas, and name nothing that the program does not
 * have.
 */
class DeployFilesTest {
  private static final Path IMAGE = DeployedContainer.DEPLOY.resolve("Containerfile");

  /** Of an instance's stop, beyond its three bounds; {@link Shutdown} has the sum. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  /** The gate's own bound and that of its rooms; {@link OpenGate} stops one after the other. */
  private static final Duration GATE_STOPS = Duration.ofSeconds(20);

  @TempDir private Path folder;

  static Stream<DeployedContainer> containers() throws IOException {
    return DeployedContainer.all().stream();
  }

  static Stream<DeployedContainer> instances() throws IOException {
    return containers().filter(container -> !container.gate());
  }

  static Stream<DeployedContainer> gates() throws IOException {
    return containers().filter(DeployedContainer::gate);
  }

  @Test
  void every_place_has_a_gate_and_an_instance() throws IOException {
    assertThat(instances()).hasSize(3);
    assertThat(gates()).hasSize(3);
  }

  // ---- schemas

  @Test
  void each_manifest_follows_the_schema_of_kubernetes() throws IOException {
    SchemaCheck schema = SchemaCheck.of("kubernetes-1.37.json");
    List<String> problems = new ArrayList<>();
    for (Map<?, ?> manifest : DeployedContainer.manifests())
      problems.addAll(schema.problems(kind(manifest), manifest));
    assertThat(problems).isEmpty();
  }

  @Test
  void the_compose_file_follows_its_schema() throws IOException {
    SchemaCheck schema = SchemaCheck.of("compose-spec.json");
    assertThat(schema.problems("compose", one("compose.yaml"))).isEmpty();
  }

  @Test
  void a_schema_refuses_what_it_does_not_have() throws IOException {
    SchemaCheck schema = SchemaCheck.of("kubernetes-1.37.json");
    Map<?, ?> good = manifest("PodDisruptionBudget", "tidegate-gate");
    String kind = kind(good);
    assertThat(schema.problems(kind, good)).isEmpty();
    assertThat(schema.problems(kind, with(good, "spec", Map.of("maxUnavailabel", 1))))
        .containsExactly(kind + ".spec.maxUnavailabel is unknown");
    assertThat(schema.problems(kind, with(good, "spec", Map.of("maxUnavailable", true))))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("maxUnavailable");
    assertThat(schema.problems(kind, with(good, "apiVersion", "policy/v1beta1"))).hasSize(1);
    assertThat(schema.problems("v1 Pot", good)).containsExactly("no schema for v1 Pot");
    SchemaCheck compose = SchemaCheck.of("compose-spec.json");
    assertThat(compose.problems("compose", Map.of("services", Map.of("a", Map.of("imago", "b")))))
        .isNotEmpty();
  }

  // ---- what the program has

  @ParameterizedTest
  @MethodSource("containers")
  void the_program_has_each_command_and_option(DeployedContainer container) {
    var line = Main.commandLine();
    var parsed = line.parseArgs(container.command().toArray(String[]::new));
    assertThat(parsed.subcommand()).isNotNull();
    assertThat(parsed.unmatched()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("instances")
  void each_setting_of_an_instance_is_one(DeployedContainer container) throws IOException {
    Config config = config(container);
    assertThat(config.cluster().shared()).isTrue();
    assertThat(config.cluster().port()).isEqualTo(8_082);
    assertThat(config.service().host()).isEqualTo("0.0.0.0");
    assertThat(config.service().hasGate()).isFalse();
    assertThat(config.accessLog().file()).isEqualTo("-");
  }

  @Test
  void a_pod_is_reached_at_its_own_address() throws IOException {
    Object pod = at(manifest("Deployment", "tidegate-instances"), "spec", "template", "spec");
    assertThat(list(at(pod, "containers", 0, "args")))
        .asString()
        .contains("--cluster-host, $(POD_IP)");
    assertThat(list(at(pod, "containers", 0, "env")))
        .asString()
        .contains("name=POD_IP, valueFrom={fieldRef={fieldPath=status.podIP}}");
    assertThat(at(pod, "enableServiceLinks")).isEqualTo(false);
  }

  @ParameterizedTest
  @MethodSource("gates")
  void each_file_of_a_gate_is_right_and_its_ports_are_open(DeployedContainer container)
      throws IOException {
    GateConfig config = GateFile.read(gateFile(container));
    assertThat(container.ports()).containsValue(config.port()).containsValue(9_901);
    assertThat(Files.readString(gateFile(container))).contains("listen: 0.0.0.0:9901");
    assertThat(config.routes()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void what_is_written_can_be_written_and_nothing_else(DeployedContainer container) {
    Map<String, Boolean> mounts = container.mounts();
    assertThat(mounts).containsEntry("/var/lib/tidegate", true).containsEntry("/tmp", true);
    if (container.gate()) {
      assertThat(container.option("--data")).isEqualTo("/var/lib/tidegate");
      assertThat(readOnly(mounts, container.option("--config"))).isTrue();
    } else assertThat(readOnly(mounts, container.option("--secrets"))).isTrue();
    Map<?, ?> source = container.source();
    String text = source.toString();
    assertThat(text)
        .containsPattern("(read_only|readOnlyRootFilesystem|readonlyRootFilesystem)=true")
        .contains("drop")
        .doesNotContain("privileged=true");
  }

  @ParameterizedTest
  @MethodSource("containers")
  void a_stop_ends_before_it_is_ended_by_force(DeployedContainer container) throws IOException {
    Duration most =
        container.gate()
            ? GATE_STOPS
            : Duration.ofMillis(3L * config(container).engine().stopMs()).plus(SPARE);
    assertThat(most).isLessThanOrEqualTo(Duration.ofSeconds(container.stopSeconds()));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void probes_ask_what_there_is(DeployedContainer container) {
    if (!container.where().startsWith("kubernetes")) return;
    int door = container.gate() ? 9_901 : Config.DEFAULT.service().port();
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      Object get = at(container.source(), probe, "httpGet");
      String path = probe.equals("readinessProbe") ? "/readyz" : "/healthz";
      assertThat(at(get, "path")).as(probe).isEqualTo(path);
      assertThat(container.ports()).containsEntry(String.valueOf(at(get, "port")), door);
    }
  }

  // ---- how the parts fit

  @Test
  void a_rollout_and_a_drained_node_take_one_instance_at_most() throws IOException {
    Object rollout =
        at(manifest("Deployment", "tidegate-instances"), "spec", "strategy", "rollingUpdate");
    assertThat(rollout).isEqualTo(Map.of("maxSurge", 1, "maxUnavailable", 0));
    Object budget = at(manifest("PodDisruptionBudget", "tidegate-instances"), "spec");
    assertThat(at(budget, "maxUnavailable")).isEqualTo(1);
    Object labels =
        at(manifest("Deployment", "tidegate-instances"), "spec", "template", "metadata", "labels");
    assertThat(at(budget, "selector", "matchLabels")).isEqualTo(labels);
  }

  @Test
  void services_and_policies_choose_pods_and_ports_that_there_are() throws IOException {
    for (String[] pair :
        new String[][] {{"instances", "tidegate-instances"}, {"gate", "tidegate-gate"}}) {
      Object template = at(manifest("Deployment", pair[1]), "spec", "template");
      Object service = at(manifest("Service", pair[0]), "spec");
      assertThat(at(service, "selector")).isEqualTo(at(template, "metadata", "labels"));
      assertThat(at(service, "ports", 0, "targetPort"))
          .isEqualTo(at(template, "spec", "containers", 0, "ports", 0, "name"));
      Object policy = at(manifest("NetworkPolicy", pair[1]), "spec");
      assertThat(at(policy, "podSelector", "matchLabels")).isEqualTo(at(service, "selector"));
    }
    String gate = String.valueOf(at(manifest("ConfigMap", "tidegate-gate"), "data", "gate.yaml"));
    assertThat(gate).contains("kubernetes: default/instances:http");
  }

  @Test
  void instances_are_added_by_a_metric_that_gates_have() throws IOException {
    Object spec = at(manifest("HorizontalPodAutoscaler", "tidegate-instances"), "spec");
    assertThat(manifest("Deployment", String.valueOf(at(spec, "scaleTargetRef", "name"))))
        .isNotEmpty();
    Object metric = at(spec, "metrics", 0, "external", "metric");
    String name = String.valueOf(at(metric, "name"));
    assertThat(at(metric, "selector", "matchLabels", "upstream")).isEqualTo("instances");
    assertThat(Files.readString(Path.of("../docs/gate.md")))
        .contains("`" + name.substring("tidegate_".length()) + "`");
    assertThat(at(one("prometheus-adapter-values.yaml"), "rules", "external", 0, "name", "as"))
        .isEqualTo(name);
  }

  @Test
  void secrets_of_compose_are_files_that_instances_read() throws IOException {
    Map<?, ?> compose = one("compose.yaml");
    assertThat(map(at(compose, "secrets")).keySet())
        .map(String::valueOf)
        .containsAll(
            list(at(compose, "services", "instance", "secrets")).stream()
                .map(String::valueOf)
                .toList())
        .contains("admin.key", "signing.keys", "cluster.key");
  }

  // ---- the image

  @Test
  void the_image_starts_the_jar_that_is_built_as_the_launcher_does() throws IOException {
    String image = Files.readString(IMAGE);
    assertThat(image).contains("/src/app/target/tidegate-app.jar").contains("USER 10001:10001");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("/tidegate-app.jar</outputFile>");
    Matcher flags =
        Pattern.compile("(?s)\njvm=\\((.*?)\\)").matcher(Files.readString(Path.of("../tidegate")));
    assertThat(flags.find()).isTrue();
    String entry = image.substring(image.indexOf("ENTRYPOINT"));
    String rehearsal =
        image.substring(image.indexOf("RUN [\"java\""), image.indexOf("\"rehearse\""));
    for (String flag : flags.group(1).strip().split("\\s+", -1))
      for (String called : List.of(entry, rehearsal)) assertThat(called).contains('"' + flag + '"');
    assertThat(entry).contains("\"-XX:MaxRAMPercentage=60\"");
    assertThat(image).doesNotContain("/bin/sh").doesNotContain("RUN mvn");
  }

  @Test
  void the_image_says_the_ports_that_files_open() throws IOException {
    Matcher expose = Pattern.compile("EXPOSE (.*)").matcher(Files.readString(IMAGE));
    assertThat(expose.find()).isTrue();
    List<Integer> ports = Stream.of(expose.group(1).split(" ")).map(Integer::valueOf).toList();
    for (DeployedContainer container : containers().toList())
      assertThat(ports).as(container.where()).containsAll(container.ports().values());
  }

  // ---- ECS

  @Test
  void tasks_are_of_a_size_that_fargate_has_and_mount_what_they_name() throws IOException {
    for (String file : List.of("ecs/instance.json", "ecs/gate.json")) {
      Map<?, ?> task = one(file);
      assertThat(at(task, "networkMode")).isEqualTo("awsvpc");
      assertThat(at(task, "cpu")).isEqualTo("1024");
      assertThat(Integer.parseInt(String.valueOf(at(task, "memory"))) / 1_024).isBetween(2, 8);
      List<Object> volumes = new ArrayList<>();
      for (Object volume : list(at(task, "volumes"))) volumes.add(at(volume, "name"));
      for (Object mount : list(at(task, "containerDefinitions", 0, "mountPoints")))
        assertThat(volumes).contains(at(mount, "sourceVolume"));
    }
  }

  // ---- helpers

  private static String kind(Map<?, ?> manifest) {
    return at(manifest, "apiVersion") + " " + at(manifest, "kind");
  }

  private static Map<?, ?> with(Map<?, ?> manifest, String key, Object value) {
    Map<Object, Object> changed = new HashMap<>(manifest);
    changed.put(key, value);
    return changed;
  }

  private static boolean readOnly(Map<String, Boolean> mounts, String path) {
    return mounts.entrySet().stream()
        .anyMatch(mount -> !mount.getValue() && path.startsWith(mount.getKey()));
  }

  /**
   * The configuration that the container has, by its image's variables, its own and its options.
   */
  private static Config config(DeployedContainer container) throws IOException {
    Map<String, String> env = new HashMap<>(imageEnv());
    env.putAll(container.env());
    Map<String, String> given = new HashMap<>(Map.of("--gate-port", "none"));
    List<String> command = container.command();
    for (int i = 1; i < command.size(); i += 2) given.put(command.get(i), command.get(i + 1));
    return ConfigLoader.load(Config.DEFAULT, null, env, given);
  }

  private static Map<String, String> imageEnv() throws IOException {
    Map<String, String> env = new HashMap<>();
    Matcher variable =
        Pattern.compile("(TIDEGATE_[A-Z_]+)=(\\S+)").matcher(Files.readString(IMAGE));
    while (variable.find()) env.put(variable.group(1), variable.group(2));
    assertThat(env).isNotEmpty();
    return env;
  }

  /** The gate's file of that container, where it can be read here. */
  private Path gateFile(DeployedContainer container) throws IOException {
    if (container.where().startsWith("compose"))
      return DeployedContainer.DEPLOY.resolve("gate.compose.yaml");
    if (container.where().startsWith("ecs"))
      return DeployedContainer.DEPLOY.resolve("ecs/gate.yaml");
    Path file = folder.resolve("gate.yaml");
    Files.writeString(
        file, String.valueOf(at(manifest("ConfigMap", "tidegate-gate"), "data", "gate.yaml")));
    return file;
  }
}
