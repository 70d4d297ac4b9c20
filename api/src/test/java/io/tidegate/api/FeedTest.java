package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Limits;
import io.tidegate.testkit.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed as programs read it: pages, bounds, restarts, codings and conditions. */
class FeedTest {

  @TempDir Path folder;
  private ServiceFixture service;

  @BeforeEach
  void open() throws IOException {
    service = new ServiceFixture(folder);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private void post(int from, int to) {
    for (int i = from; i <= to; i++)
      assertThat(service.created(new CreatePost("author " + i, "title " + i, "text " + i)))
          .isEqualTo(i);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> posts(Reply reply) {
    return (List<Map<String, Object>>) Objects.requireNonNull(reply.is(200).object().get("posts"));
  }

  private static List<Long> ids(Reply reply) {
    return posts(reply).stream().map(post -> (Long) post.get("postId")).toList();
  }

  private static List<Long> down(long from, long to) {
    return LongStream.rangeClosed(to, from).map(id -> from + to - id).boxed().toList();
  }

  @Test
  void an_empty_feed_is_an_empty_page() {
    assertThat(service.get("/feed").is(200).text()).isEqualTo("{\"posts\":[],\"next\":null}");
  }

  @Test
  void a_post_is_read_as_it_was_made() {
    String text = "First line.\nSecond: \"둘째 줄\" <b> & '🎫' \u202eright to left\u202c";
    service.created(new CreatePost("Harbour <office>", "오늘 \"저녁\"", text));
    Reply page = service.get("/feed");
    assertThat(posts(page).getFirst())
        .containsEntry("postId", 1L)
        .containsEntry("author", "Harbour <office>")
        .containsEntry("title", "오늘 \"저녁\"")
        .containsEntry("text", text)
        .containsKey("postedAt");
    assertThat(service.get("/posts/1").is(200).object()).isEqualTo(posts(page).getFirst());
    service.get("/posts/2").is(problem(ProblemType.NOT_FOUND));
  }

  @Test
  void the_newest_come_first_twenty_unless_asked_otherwise() {
    post(1, 130);
    assertThat(ids(service.get("/feed"))).isEqualTo(down(130, 111));
    assertThat(service.get("/feed").number("next")).isEqualTo(111);
    assertThat(ids(service.get("/feed?limit=100"))).isEqualTo(down(130, 31));
    assertThat(ids(service.get("/feed?limit=1"))).containsExactly(130L);
    assertThat(ids(service.get("/feed?limit=3&before=3"))).containsExactly(2L, 1L);
    assertThat(service.get("/feed?limit=2&before=3").word("next")).isEqualTo("null");
    assertThat(ids(service.get("/feed?before=1"))).isEmpty();
    assertThat(ids(service.get("/feed?limit=2&before=9007199254740991")))
        .containsExactly(130L, 129L);
  }

  @Test
  void the_page_before_the_first_post_is_empty_whatever_was_read_before() {
    post(1, 130);
    for (int limit : new int[] {1, 50, 100}) {
      assertThat(ids(service.get("/feed?limit=" + limit))).hasSize(limit);
      assertThat(ids(service.get("/feed?before=1&limit=" + limit))).isEmpty();
      assertThat(ids(service.get("/feed?limit=" + limit))).hasSize(limit);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "before=0",
        "before=-1",
        "before=1e3"
      })
  void a_page_there_cannot_be_is_refused(String query) {
    service.get("/feed?" + query).is(problem(ProblemType.MALFORMED));
    if (query.startsWith("before"))
      service.send("GET", "/feed?" + query, "").is(problem(ProblemType.MALFORMED));
  }

  @Test
  void paging_through_all_of_it_has_no_gap_and_no_repeat_while_posts_are_made() {
    post(1, 250);
    List<Long> seen = new ArrayList<>();
    String next = "";
    for (int made = 250; !next.equals("null"); made += 3) {
      Reply page = service.get("/feed?limit=17" + (next.isEmpty() ? "" : "&before=" + next));
      seen.addAll(ids(page));
      next = page.word("next");
      post(made + 1, made + 3);
    }
    assertThat(seen).isEqualTo(down(250, 1));
  }

  @Test
  void a_restart_keeps_posts_and_tags() throws IOException {
    post(1, 30);
    Reply before = service.get("/feed?limit=100").is(200);
    service.close();
    service = new ServiceFixture(folder);
    Reply after = service.get("/feed?limit=100").is(200);
    assertThat(after.bytes()).isEqualTo(before.bytes());
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    post(31, 31);
    assertThat(ids(service.get("/feed?limit=2"))).containsExactly(31L, 30L);
  }

  @Test
  void beyond_the_bound_the_oldest_are_gone_and_pages_end_there() throws IOException {
    service.close();
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    Limits d = Limits.DEFAULT;
    plan.limits =
        new Limits(
            d.sales(),
            d.offers(),
            d.concerts(),
            d.seats(),
            d.claims(),
            d.users(),
            d.keys(),
            d.rooms(),
            d.roomSize(),
            d.balance(),
            10);
    service = new ServiceFixture(folder, plan);
    post(1, 12);
    Reply old = service.get("/feed?limit=5&before=8").is(200);
    assertThat(ids(old)).isEqualTo(down(7, 3));
    assertThat(old.word("next")).isEqualTo("null");
    post(13, 15);
    Reply shorter = service.get("/feed?limit=5&before=8", "If-None-Match", old.header("ETag"));
    assertThat(ids(shorter)).isEqualTo(down(7, 6));
    service.get("/posts/5").is(problem(ProblemType.NOT_FOUND));
    service.get("/posts/6").is(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/feed?limit=100", "/api/v1/feed?limit=50&before=100", "/feed"})
  void every_coding_is_the_same_document_under_its_own_tag(String path) throws IOException {
    post(1, 200);
    Reply plain = service.send("GET", path, "").is(200);
    assertThat(plain.header("Content-Encoding")).isEmpty();
    List<String> tags = new ArrayList<>(List.of(plain.header("ETag")));
    for (String coding : List.of("br", "zstd", "gzip")) {
      Reply coded = service.send("GET", path, "", "Accept-Encoding", coding).is(200);
      assertThat(coded.header("Content-Encoding")).isEqualTo(coding);
      assertThat(coded.header("Vary")).isEqualTo("Accept-Encoding");
      assertThat(coded.bytes().length).isLessThan(plain.bytes().length / 4);
      assertThat(decoded(coding, coded.bytes(), plain.bytes().length)).isEqualTo(plain.bytes());
      Reply head = service.send("HEAD", path, "", "Accept-Encoding", coding).is(200);
      assertThat(head.header("Content-Length")).isEqualTo("" + coded.bytes().length);
      assertThat(head.header("ETag")).isEqualTo(coded.header("ETag"));
      tags.add(coded.header("ETag"));
    }
    assertThat(tags).doesNotHaveDuplicates();
    assertThat(plain.header("Cache-Control")).isEqualTo("public, max-age=1");
  }

  private static byte[] decoded(String coding, byte[] bytes, int length) throws IOException {
    return switch (coding) {
      case "br" -> Decoder.decompress(bytes).getDecompressedData();
      case "zstd" -> Zstd.decompress(bytes, length);
      default -> new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    };
  }

  /** A condition is about what would be sent: the tag of another coding does not meet it. */
  @Test
  void who_has_a_coding_is_told_so_and_who_has_another_gets_this_one() {
    post(1, 100);
    String[] codings = {null, "br", "zstd", "gzip"};
    String[] tags = new String[codings.length];
    for (int i = 0; i < codings.length; i++) tags[i] = ask(codings[i], null).header("ETag");
    for (int mine = 0; mine < codings.length; mine++) {
      for (int known = 0; known < codings.length; known++) {
        Reply reply = ask(codings[mine], tags[known]).is(mine == known ? 304 : 200);
        assertThat(reply.header("ETag")).isEqualTo(tags[mine]);
        assertThat(reply.header("Vary")).isEqualTo("Accept-Encoding");
        if (mine == known) assertThat(reply.bytes()).isEmpty();
      }
      ask(codings[mine], String.join(", ", tags)).is(304);
      ask(codings[mine], "*").is(304);
    }
    post(101, 101);
    for (int i = 0; i < codings.length; i++) ask(codings[i], tags[i]).is(200);
  }

  private Reply ask(@Nullable String coding, @Nullable String known) {
    List<String> headers = new ArrayList<>(List.of("X-Test", "1"));
    if (coding != null) headers.addAll(List.of("Accept-Encoding", coding));
    if (known != null) headers.addAll(List.of("If-None-Match", known));
    return service.get("/feed?limit=100", headers.toArray(String[]::new));
  }

  @Test
  void a_version_is_written_once_and_compressed_once_however_often_it_is_read() {
    post(1, 100);
    for (int i = 0; i < 50; i++) {
      for (String coding : List.of("br", "zstd", "gzip", "identity"))
        service.get("/feed?limit=100", "Accept-Encoding", coding).is(200);
    }
    assertThat(service.api.documents().encoded()).isEqualTo(1);
    assertThat(service.api.documents().compressed()).isEqualTo(3);
    post(101, 101);
    for (int i = 0; i < 5; i++) service.get("/feed?limit=100", "Accept-Encoding", "gzip").is(200);
    assertThat(service.api.documents().encoded()).isEqualTo(2);
    assertThat(service.api.documents().compressed()).isEqualTo(4);
  }

  /** What cannot change any more is not made again because of what comes after it. */
  @Test
  void an_older_page_stays_the_same_document_while_posts_are_made() {
    post(1, 100);
    Reply page = service.get("/feed?limit=20&before=50").is(200);
    post(101, 110);
    service.get("/feed?limit=20&before=50", "If-None-Match", page.header("ETag")).is(304);
    assertThat(service.api.documents().encoded()).isEqualTo(1);
  }
}
