package io.tidegate.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.watch.Reading.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a generator. */
class SelfCheckTest {

  private static final Reading FINE =
      new Reading(0.5, 0.3, 0.01, new Share(100, 1_000), new Share(100, 28_232), 0.1, 0, 0, 2);

  @TempDir private Path folder;

  @Test
  void a_generator_with_room_is_sound() {
    SelfCheck health = SelfCheck.of(Collections.nCopies(30, FINE), new SelfCheck.Seen(3, 0.1));
    assertThat(health.isSound()).isTrue();
    assertThat(health.machineCpu()).isEqualTo(0.5);
  }

  @Test
  void each_limit_is_named_with_its_figures() {
    assertThat(found(new Reading(1, 0.7, 0, FINE.descriptors(), FINE.ports(), 0, 0, 0, 0), 0))
        .isEqualTo(Limit.CPU);
    assertThat(found(FINE, 50)).isEqualTo(Limit.LATENESS);
    assertThat(found(new Reading(0.5, 0.3, 0.4, FINE.descriptors(), FINE.ports(), 0, 0, 0, 0), 0))
        .isEqualTo(Limit.GC);
    assertThat(found(new Reading(0.5, 0.3, 0, new Share(990, 1_000), FINE.ports(), 0, 0, 0, 0), 0))
        .isEqualTo(Limit.DESCRIPTORS);
    assertThat(
            found(
                new Reading(0.5, 0.3, 0, FINE.descriptors(), new Share(28_000, 28_232), 0, 0, 0, 0),
                0))
        .isEqualTo(Limit.PORTS);
    assertThat(found(new Reading(0.5, 0.3, 0, FINE.descriptors(), FINE.ports(), 0.97, 0, 0, 0), 0))
        .isEqualTo(Limit.LINK);
  }

  @Test
  void cores_that_others_keep_busy_are_not_the_generators_limit() {
    Reading others = new Reading(1, 0.1, 0, FINE.descriptors(), FINE.ports(), 0, 0, 0, 0);
    assertThat(SelfCheck.of(Collections.nCopies(30, others), new SelfCheck.Seen(0, 0)).isSound())
        .isTrue();
  }

  private static String port(int number) {
    return "%04X".formatted(number);
  }

  @Test
  void of_local_ports_those_count_that_lead_to_one_place() throws IOException {
    Files.createDirectories(folder.resolve("proc/sys/net/ipv4"));
    Files.createDirectories(folder.resolve("proc/net"));
    Files.writeString(folder.resolve("proc/sys/net/ipv4/ip_local_port_range"), "40000\t40099\n");
    Files.writeString(
        folder.resolve("proc/net/sockstat"),
        "sockets: used 300\nTCP: inuse 40 orphan 0 tw 55 alloc 60 mem 1\nUDP: inuse 3 mem 2\n");
    Files.writeString(
        folder.resolve("proc/net/tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000
           1: 0100007F:%1$s 0100007F:1F90 01 00000000:00000000
           2: 0100007F:1F90 0100007F:%1$s 01 00000000:00000000
           3: 0100007F:%2$s 0100007F:1F90 06 00000000:00000000
           4: 0100007F:%2$s 0100007F:1F91 01 00000000:00000000
        """
            .formatted(port(40_000), port(40_099)));
    Files.writeString(folder.resolve("proc/stat"), "cpu  100 0 50 800 50 0 0 0 0 0\n");
    Reading reading = new MachineReader(folder.resolve("proc"), folder.resolve("net")).read(1.5);
    assertThat(reading.ports()).isEqualTo(new Share(2, 100));
    assertThat(reading.latenessMs()).isEqualTo(1.5);
  }

  @Test
  void a_link_that_is_slower_than_it_says_is_named_by_what_it_did() {
    Reading slow =
        new Reading(0.2, 0.1, 0, FINE.descriptors(), FINE.ports(), 0.002, 2.4e6, 0.02, 0);
    SelfCheck.Seen onTheirWay = new SelfCheck.Seen(0, 0.9);
    assertThat(SelfCheck.of(Collections.nCopies(10, slow), onTheirWay).findings())
        .singleElement()
        .matches(one -> one.limit() == Limit.LINK && one.text().contains("2.4 MB/s and not more"));
    SelfCheck.Seen waiting = new SelfCheck.Seen(0, 0.1);
    assertThat(SelfCheck.of(Collections.nCopies(10, slow), waiting).isSound()).isTrue();
    Reading whole = new Reading(0.2, 0.1, 0, FINE.descriptors(), FINE.ports(), 0.002, 2.4e6, 0, 0);
    assertThat(SelfCheck.of(Collections.nCopies(10, whole), onTheirWay).isSound()).isTrue();
  }

  @Test
  void only_cores_that_the_process_may_use_count() throws IOException {
    Path proc = folder.resolve("proc");
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("self/status"), "Cpus_allowed:\t2\nCpus_allowed_list:\t1\n");
    Files.writeString(proc.resolve("stat"), "cpu  0 0 0 0\ncpu0 0 0 0 0\ncpu1 0 0 0 0\n");
    MachineReader reader = new MachineReader(proc, folder.resolve("net"));
    Files.writeString(proc.resolve("stat"), "cpu  90 0 0 110\ncpu0 0 0 0 100\ncpu1 90 0 0 10\n");
    assertThat(reader.read(0).machineCpu()).isEqualTo(0.9);
  }

  private static Limit found(Reading reading, double latenessMs) {
    SelfCheck.Seen seen = new SelfCheck.Seen(latenessMs, 0.1);
    List<Finding> findings = SelfCheck.of(Collections.nCopies(30, reading), seen).findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().text()).contains(findings.getFirst().limit().advice());
    return findings.getFirst().limit();
  }
}
