using System.Text.Json;
using Dapper;
using Npgsql;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Screenshots;

/// <summary>Five weeks that lie behind the sample desk: what reports and the heat of the week are made of.</summary>
/// <remarks>Written straight into the router's tables, because nobody can have answered in the past through the API.</remarks>
internal static class SampleWeeks
{
    private const int Days = 35;
    private const int FirstTicket = 1001;
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    private const string Authors = """
        INSERT INTO router.authors (channel, account, author_id, handle, name, followers)
        SELECT 'weibo', 'sample-shop', 'sample-past-' || n, 'sample_past_' || n, '示例顾客 ' || 100 + n, n * 37
          FROM generate_series(1, @count) AS n
        """;

    private const string Ticket = """
        INSERT INTO router.tickets (
               ticket_id, channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id,
               assignee_id, policy_id, calendar_id, cycle, mention_count, first_line, first_post_at, last_post_at, opened_at,
               assigned_at, first_replied_at, first_resolved_at, resolved_at, closed_at, last_seen, version)
        SELECT @Id, 'weibo', 'sample-shop', @Author, @Status, 'normal', 'complaint', 0.93, false, @Language, @QueueId, @AgentId,
               (SELECT max(policy_id) FROM router.policies), (SELECT calendar_id FROM router.queues WHERE is_default), @Cycle, 1,
               @Text, @At, @At, @At, @At, @RepliedAt, @ResolvedAt, @ResolvedAt, @ClosedAt, 'x', 9
        """;

    private const string Mention = """
        WITH key AS (
          INSERT INTO router.mention_keys (mention_id, routed_at) VALUES (gen_random_uuid(), @At) RETURNING mention_id)
        INSERT INTO router.mentions (
               mention_id, channel, account, external_id, kind, visibility, author_id, text, posted_at, received_at, routed_at,
               source, language, label, model_label, p_complaint, p_praise, p_question, p_other, needs_review, model_version,
               terms, ticket_id)
        SELECT key.mention_id, 'weibo', 'sample-shop', @Author, 'comment', 'public', @Author, @Text, @At, @At, @At,
               'sample', @Language, 'complaint', 'complaint', 0.93, 0.01, 0.05, 0.01, false, 'sample', '[]', @Id
          FROM key
        """;

    private const string Clock = """
        INSERT INTO router.clocks (
               ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, stopped_at, elapsed_seconds,
               breached_at)
        SELECT @Id, @kind, 1, (SELECT max(policy_id) FROM router.policies),
               (SELECT calendar_id FROM router.queues WHERE is_default), 'met', @At, @target, @stopped, @elapsed, @breached
        """;

    private const string Event = """
        INSERT INTO router.events (ticket_id, kind, actor, at, cause, data, status, queue_id, assignee_id, version)
        VALUES (@Id, @kind, @actor, @at, NULL, @data::jsonb, 'open', @QueueId, @AgentId, @version)
        """;

    private const string Reply = """
        INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at, published_at, sent_at)
        SELECT gen_random_uuid(), @Id, mention_id, @AgentId, @Answer, 'public', 'sent', @RepliedAt, @RepliedAt, @RepliedAt
          FROM router.mentions WHERE ticket_id = @Id
        """;

    private const string Number = """
        INSERT INTO router.likeness (band, ticket_id) VALUES (@band, @Id)
        """;

    private static readonly string[] Texts =
    [
        "退款申请通过七天了，钱到现在都没到账。",
        "说好周三送到，今天都周六了，物流还停在原地。",
        "Refund promised within 5 days, it has been 12. Not a word from you.",
        "快递盒子都压扁了，里面的杯子碎了一个，谁来负责",
        "You charged my card twice for one order.",
        "APP 更新之后一打开就闪退，重装了两次还是这样",
        "收到的保温杯杯盖是裂的，装水就漏，能不能给换一个？",
        "My parcel has been 'out for delivery' for six days now. Where is it?",
        "发错货了！我买的是蓝色 L 码，收到的是黑色 M 码",
        "The blender stopped working on day two and smells burnt.",
        "优惠券显示可用，一付款就提示失效",
        "扣了我两次钱，订单却只有一个，麻烦尽快处理",
    ];

    private static readonly string[] Because =
    [
        "customer_unhappy",
        "customer_unhappy",
        "new_question",
        "unclear_post",
        "by_person",
    ];

    public static async Task WriteAsync(NpgsqlDataSource database, SampleTeam team, CancellationToken cancellationToken)
    {
        var tickets = Tickets(team, TimeProvider.System.GetUtcNow()).ToList();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        Task DoAsync(string sql, object parameters) =>
            connection.ExecuteAsync(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            );

        await DoAsync(Authors, new { count = tickets.Count });
        await DoAsync(Ticket, tickets);
        await DoAsync(Mention, tickets);
        await DoAsync(Reply, tickets);
        await DoAsync(
            Number,
            tickets
                .SelectMany(ticket => Likeness.Of(ticket.Text).Bands().Select(band => new { band, ticket.Id }))
                .ToList()
        );
        foreach (var ticket in tickets)
        {
            foreach (var clock in ticket.Clocks())
            {
                await DoAsync(Clock, clock);
            }

            foreach (var happened in ticket.Events(team))
            {
                await DoAsync(Event, happened);
            }
        }

        await DoAsync(
            "SELECT setval(pg_get_serial_sequence('router.tickets', 'ticket_id'), @last)",
            new { last = FirstTicket + tickets.Count }
        );
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>More by day than by night, more on Mondays and in the evening, and an answer that is slow at noon.</summary>
    private static IEnumerable<PastTicket> Tickets(SampleTeam team, DateTimeOffset now)
    {
        var chance = new Random(7);
        var id = FirstTicket;
        var first = now.ToOffset(Zone).Date.AddDays(-Days);
        for (var hour = 0; hour < Days * 24; hour++)
        {
            var at = new DateTimeOffset(first, Zone).AddHours(hour);
            var busy =
                at.Hour is >= 9 and < 12 or >= 19 and < 22 ? 1.4
                : at.Hour is >= 8 and < 23 ? 0.8
                : 0.12;
            busy *=
                at.DayOfWeek is DayOfWeek.Monday ? 1.6
                : at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.6
                : 1;
            var slow = at.Hour is 12 or 13 or >= 20 ? 0.35 : 0.08;
            for (var count = 0; count < 4; count++)
            {
                if (chance.NextDouble() < busy / 4 && at < now - TimeSpan.FromHours(10))
                {
                    yield return PastTicket.Of(id++, at, chance, chance.NextDouble() < slow, team, Texts);
                }
            }
        }
    }

    /// <summary>One that was answered and resolved.</summary>
    private sealed record PastTicket(
        long Id,
        DateTimeOffset At,
        int FirstMinutes,
        int ResolveMinutes,
        Guid QueueId,
        Guid AgentId,
        string Text,
        int Chance
    )
    {
        private const int Target = 30;
        private const int ResolveTarget = 480;

        public string Author => $"sample-past-{Id - FirstTicket + 1}";
        public string Language => Text[0] > 0x2E80 ? "zh" : "en";
        public DateTimeOffset RepliedAt => At.AddMinutes(FirstMinutes);
        public DateTimeOffset ResolvedAt => At.AddMinutes(ResolveMinutes);
        public DateTimeOffset? ClosedAt =>
            At < TimeProvider.System.GetUtcNow().AddDays(-8) ? ResolvedAt.AddDays(7) : null;
        public string Status => ClosedAt is null ? "resolved" : "closed";
        public string Answer =>
            Language == "zh"
                ? "非常抱歉，已为您加急处理，今天之内会有结果。"
                : "We are sorry. A new one is on its way and will be with you tomorrow.";
        public int Cycle => Chance < 6 ? 2 : 1;

        public static PastTicket Of(
            int id,
            DateTimeOffset hour,
            Random chance,
            bool late,
            SampleTeam team,
            string[] texts
        ) =>
            new(
                id,
                hour.AddMinutes(chance.Next(60)).ToUniversalTime(),
                late ? chance.Next(Target + 1, 95) : chance.Next(3, Target),
                late && chance.Next(3) == 0 ? chance.Next(ResolveTarget + 1, 590) : chance.Next(100, ResolveTarget),
                team.Queues[chance.Next(team.Queues.Count)].Id,
                team.Agents[chance.Next(team.Agents.Count)].Id,
                texts[chance.Next(texts.Length)],
                chance.Next(100)
            );

        public IEnumerable<object> Clocks() =>
            [
                ClockOf("first_response", Target, FirstMinutes),
                ClockOf("resolution", ResolveTarget, ResolveMinutes),
                ClockOf("total_resolution", ResolveTarget, ResolveMinutes),
            ];

        public IEnumerable<object> Events(SampleTeam team)
        {
            var version = 1;
            object At(string kind, DateTimeOffset at, object data, string? actor = null) =>
                new
                {
                    Id,
                    kind,
                    actor = actor ?? AgentId.ToString(),
                    at,
                    data = JsonSerializer.Serialize(data),
                    QueueId,
                    AgentId,
                    version = version++,
                };

            yield return At("opened", this.At, new { label = "complaint", priority = "normal" }, "system");
            yield return At("assigned", this.At, new { }, "system");
            if (FirstMinutes > Target)
            {
                yield return At("clock.breach", this.At.AddMinutes(Target), Promise("first_response"), "system");
            }

            yield return At("clock.meet", RepliedAt, Promise("first_response", FirstMinutes, FirstMinutes > Target));
            if (Chance is >= 10 and < 30)
            {
                var paused = Chance * 60;
                yield return At(
                    "waiting",
                    RepliedAt,
                    new
                    {
                        @for = "waiting_customer",
                        reason = "Photo of the damage",
                        while_unanswered = Chance < 13,
                    }
                );
                yield return At(
                    "clock.resume",
                    RepliedAt.AddSeconds(paused),
                    new
                    {
                        clock = "resolution",
                        round = 1,
                        paused_by = AgentId,
                        paused_seconds = paused,
                    },
                    "customer"
                );
            }

            if (Chance is >= 30 and < 36)
            {
                var to = team.Queues.First(queue => queue.Id != QueueId);
                yield return At(
                    "handed_over",
                    RepliedAt,
                    new
                    {
                        round = 1,
                        from_queue_id = QueueId,
                        to_queue_id = to.Id,
                        from_agent_id = AgentId,
                        reason = "Needs a refund",
                        promised = "An answer today",
                        order_number = $"SAMPLE-{Id}",
                    }
                );
                yield return Chance < 34
                    ? At("hand_over_accepted", RepliedAt.AddMinutes(Chance), new { })
                    : At(
                        "hand_over_bounced",
                        RepliedAt.AddMinutes(60),
                        new
                        {
                            cause = Chance == 34 ? "refused" : "timed_out",
                            reason = Chance == 34 ? "Not ours" : null,
                        }
                    );
            }

            if (ResolveMinutes > ResolveTarget)
            {
                yield return At("clock.breach", this.At.AddMinutes(ResolveTarget), Promise("resolution"), "system");
            }

            yield return At(
                "clock.meet",
                ResolvedAt,
                Promise("resolution", ResolveMinutes, ResolveMinutes > ResolveTarget)
            );
            yield return At("resolved", ResolvedAt, new { });
            if (Cycle == 2)
            {
                var because = Because[Chance % Because.Length];
                yield return At(
                    "reopened",
                    ResolvedAt.AddHours(3),
                    new
                    {
                        cycle = 2,
                        because,
                        reason = because == "by_person" ? "Closed by mistake" : null,
                    },
                    because == "by_person" ? null : "customer"
                );
                yield return At("resolved", ResolvedAt.AddHours(5), new { });
            }
        }

        private object ClockOf(string kind, int target, int took) =>
            new
            {
                Id,
                kind,
                At,
                target = target * 60L,
                stopped = At.AddMinutes(took),
                elapsed = took * 60L,
                breached = took > target ? At.AddMinutes(target) : (DateTimeOffset?)null,
            };

        private static object Promise(string clock, int minutes = 0, bool late = false) =>
            new
            {
                clock,
                round = 1,
                policy_id = 3,
                level = "due",
                used_seconds = minutes * 60,
                late,
            };
    }
}
