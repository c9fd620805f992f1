package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.CarrotException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.LoggedLines;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureReportsTest {
    private final AtomicLong now = new AtomicLong();
    private final FailureReports reports = new FailureReports("bean", 3, now::get);
    private final CarrotException why = new ConfigurationException("CARROT-0712", "[bean] refused", null);

    @Test
    void floodIsCutOffAndCounted() throws Exception {
        try (LoggedLines lines = new LoggedLines(Messages.LOG.getName())) {
            for (int i = 0; i < FailureReports.MOST + 7; i++) {
                reports.refused(why);
            }
            assertThat(lines.with("WARNING CARROT-0712 [bean] refused")).hasSize(FailureReports.MOST);
            assertThat(lines.with("CARROT-0142")).isEmpty();
            now.addAndGet(FailureReports.WHILE.toNanos());
            reports.refused(why);
            reports.refused(why);
            assertThat(lines.with("WARNING CARROT-0712 [bean] refused")).hasSize(FailureReports.MOST + 2);
            assertThat(lines.with("WARNING CARROT-0142 [bean] 7 more messages")).hasSize(1);
        }
    }
}
