package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogConformance;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.postgres.UnreliableProxy.Does;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A real PostgreSQL is a home of the log as any other. */
class PgLogConformanceTest extends LogConformance {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final String url;
  private final UnreliableProxy proxy;

  PgLogConformanceTest() throws Exception {
    proxy = new UnreliableProxy(TestPostgres.shared().port());
    url = TestPostgres.onPort(TestPostgres.newRealm(), proxy.port());
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable part : open) part.close();
    proxy.close();
  }

  @Override
  protected Log open() throws Exception {
    return reopened();
  }

  @Override
  protected Log reopened() throws Exception {
    PgHome home = PgHome.open(url);
    open.add(home);
    return home.log();
  }

  @Override
  protected void silence(boolean lose) {
    proxy.does(lose ? Does.CUT_BEFORE_REQUEST : Does.CUT_BEFORE_REPLY);
  }

  @Override
  protected AppendResult settle(long sequence, byte[] previousChain, LogRecord record) {
    proxy.does(Does.PASS);
    AppendResult result = log.append(sequence, previousChain, record);
    assertThat(result).isInstanceOf(AppendResult.Appended.class);
    return result;
  }
}
