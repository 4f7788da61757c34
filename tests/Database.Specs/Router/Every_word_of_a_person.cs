using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Parking;
using TriageMesh.Router.Persons;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;
using Security = TriageMesh.Platform.Security;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A word that only one person and those who wrote about them use stands in every column that can hold it, and then in none.</summary>
public sealed class Every_word_of_a_person(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Word = "quillwort";

    /// <summary>JSON writes none of its signs as it is.</summary>
    private const string Author = "quillwort+o'neil&co";

    private const string Columns = """
        SELECT format('%I.%I', n.nspname, c.relname) AS table_name, a.attname AS column_name, t.typname = 'bytea' AS bytes
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          JOIN pg_type t ON t.oid = a.atttypid
         WHERE n.nspname IN ('router', 'mesh') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND t.typname IN ('text', '_text', 'varchar', '_varchar', 'json', 'jsonb', 'bytea')
         ORDER BY 1, 2
        """;

    /// <summary>What operators set, what the mesh counts, and what leads nowhere by itself.</summary>
    private static readonly string[] TablesWithoutThem =
    [
        "mesh.dropped_months",
        "mesh.migrations",
        "router.agents",
        "router.calendars",
        "router.canned_replies",
        "router.clock_steps",
        "router.duties",
        "router.duty_lists",
        "router.erasure_answers",
        "router.lane_alerts",
        "router.links",
        "router.order_patterns",
        "router.policies",
        "router.presence",
        "router.promises",
        "router.queues",
        "router.returns",
        "router.shifts",
        "router.webhooks",
        "router.webhook_deliveries",
    ];

    /// <summary>Words of the mesh itself, wherever a column is called so, and single columns.</summary>
    private static readonly string[] ColumnsWithoutThem =
    [
        "account",
        "channel",
        "clock",
        "fired",
        "from_label",
        "from_tier",
        "kind",
        "label",
        "language",
        "level",
        "model_label",
        "model_version",
        "next_due_kind",
        "priority",
        "scopes",
        "source",
        "state",
        "status",
        "territory",
        "tier",
        "to_label",
        "to_tier",
        "visibility",
        // Who did it: customer, system, or the id of one of us.
        "actor",
        "by_actor",
        "paused_by",
        // An id of the mesh.
        "last_seen",
        "router.praise_grants.ended_by",
        "router.praise_requests.template",
        "router.takedowns.reason",
        // Known only while they are being erased.
        "router.erasures.author_id",
        "mesh.command_keys.command_key",
        "mesh.command_keys.content_type",
        "mesh.command_keys.etag",
        "mesh.command_keys.fingerprint",
        "mesh.command_keys.location",
        "mesh.parked.message_type",
        "mesh.parked.reason",
        "mesh.parked.replay_requested_by",
        "mesh.parked.service",
    ];

    // What people do at a ticket and on the board, as far as the posts do not bring it.
    private const string Fill = """
        UPDATE router.tickets SET order_number = 'QUILLWORT20260001';
        UPDATE router.replies
           SET text = 'Dear quillwort', published_at = now(), external_id = 'quillwort/r', failure_reason = 'quillwort is away';
        INSERT INTO router.notes VALUES (gen_random_uuid(), @ticket, @by, 'quillwort called', now());
        INSERT INTO router.attachments (attachment_id, ticket_id, note_id, url, title, created_at)
        SELECT gen_random_uuid(), @ticket, note_id, 'https://example.com/quillwort', 'quillwort on film', now() FROM router.notes;
        INSERT INTO router.pauses (ticket_id, from_at, to_at, by_actor, reason, flagged)
        VALUES (@ticket, now(), now(), 'system', 'quillwort is on holiday', false);
        UPDATE router.clocks SET paused_reason = 'quillwort is on holiday';
        INSERT INTO router.events (ticket_id, kind, actor, at, cause, data, status, queue_id, version)
        SELECT @ticket, kind, @by::text, now(), 'quillwort asked for it', data::jsonb, 'open', queue_id, version
          FROM router.tickets,
               (VALUES ('handed_over', '{"reason": "quillwort", "promised": "quillwort hears", "order_number": "QUILLWORT20260001"}'),
                       ('order_number', '{"from": "QUILLWORT1", "to": "QUILLWORT20260001"}'),
                       ('clock.pause', '{"clock": "resolution", "round": 1, "reason": "quillwort is on holiday"}'))
                 AS told (kind, data);
        INSERT INTO router.notifications (agent_id, ticket_id, kind, actor, reason, at)
        VALUES (@by, @ticket, 'handed_over', 'system', 'quillwort waits', now());
        INSERT INTO router.relabels (mention_id, from_label, to_label, agent_id, reason, at)
        SELECT mention_id, 'other', 'complaint', @by, 'quillwort means it', now() FROM router.mentions LIMIT 1;
        INSERT INTO router.author_changes (channel, account, author_id, from_tier, to_tier, reason, agent_id, at)
        SELECT channel, account, author_id, 'standard', 'vip', 'quillwort is famous', @by, now() FROM router.authors;
        UPDATE router.praise SET status = 'posted', was_shown = true, credit_line = '@quillwort';
        INSERT INTO router.praise_requests (
               request_id, praise_id, asked_by, asked_at, scopes, territory, wording, template, language, status, published_at,
               external_id, failure_reason)
        SELECT gen_random_uuid(), praise_id, @by, now(), '{repost}', '{}', 'May we, quillwort?', 'May we?', 'en', 'sent', now(),
               'quillwort/q', 'quillwort was away'
          FROM router.praise;
        INSERT INTO router.praise_grants (
               praise_id, request_id, recorded_by, granted_at, scopes, territory, post_hash, answer, answer_link)
        SELECT praise_id, request_id, @by, now(), '{repost}', '{}', 'quillwort', 'Yes, quillwort', 'https://example.com/quillwort'
          FROM router.praise_requests;
        INSERT INTO router.praise_events (praise_id, kind, actor, at, data, status, version)
        SELECT praise_id, 'declined', @by::text, now(), '{"answer": "No, quillwort"}', status, version FROM router.praise;
        INSERT INTO router.takedowns (praise_id, reason, raised_at, done_at, done_by, note)
        SELECT praise_id, 'expired', now(), now(), @by, 'quillwort was shown on the wall' FROM router.praise;
        INSERT INTO mesh.parked (service, message_type, body, reason, parked_at)
        SELECT 'router', type, body, 'refused', now() FROM unnest(@types, @bodies) AS m (type, body);
        INSERT INTO mesh.command_keys (caller_id, command_key, fingerprint, status, body, created_at)
        VALUES (@by, 'k', 'f', 200, convert_to('{"author_id":' || @quoted || ',"first_line":"quillwort"}', 'UTF8'), now())
        """;

    [Fact]
    public async Task Is_in_every_column_that_can_hold_one_and_afterwards_in_none()
    {
        await using var world = await BeginAsync(postgres);
        await FillAsync(world);
        var columns = await world.ListAsync<(string Table, string Column, bool Bytes)>(Columns);
        var holding = await HoldingAsync(world, columns);
        columns
            .Where(column => !TablesWithoutThem.Contains(column.Table))
            .Select(column => (column.Column, Full: $"{column.Table}.{column.Column}"))
            .Where(column => !ColumnsWithoutThem.Contains(column.Column) && !ColumnsWithoutThem.Contains(column.Full))
            .Select(column => column.Full)
            .Except(holding)
            .ShouldBeEmpty("this specification knows of no word of a person there");

        var erasure = await Erasing_a_person.EraseAsync(world, Author);
        foreach (var service in new[] { "classifier", "ingest" })
        {
            await world.Get<Erasures>().AnswerAsync(new(erasure.Id, service, new Dictionary<string, int>(), []), Stop);
        }

        (await HoldingAsync(world, columns)).ShouldBeEmpty();
        (await world.OneAsync<string>("SELECT message_type || ' ' || parked_id FROM mesh.parked")).ShouldBe(
            "MentionsReceived 1"
        );
    }

    private static async Task<IReadOnlyList<string>> HoldingAsync(
        RouterWorld world,
        IReadOnlyList<(string Table, string Column, bool Bytes)> columns
    )
    {
        var questions = columns.Select(column =>
        {
            var text = column.Bytes ? $"encode({column.Column}, 'escape')" : $"{column.Column}::text";
            return $"SELECT '{column.Table}.{column.Column}' WHERE EXISTS (SELECT FROM {column.Table} WHERE {text} ILIKE '%{Word}%')";
        });
        return await world.ListAsync<string>(string.Join("\nUNION ALL\n", questions));
    }

    private static async Task FillAsync(RouterWorld world)
    {
        await world.RouteAsync(Full(world, "1", Label.Complaint), Full(world, "2", Label.Praise));
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        var person = await world.PersonAsync();
        await world.ReplyAsync(ticket, person);
        var (theirs, another) = (Full(world, "3", Label.Question).Mention, world.Post("bob", "4").Mention);
        (string Type, object Message)[] parked =
        [
            (nameof(MentionsReceived), new MentionsReceived([another, theirs])),
            (nameof(MentionsReceived), new MentionsReceived([theirs])),
            (nameof(EraseAuthor), new EraseAuthor(Guid.NewGuid(), "weibo", Author)),
        ];
        await world.SqlAsync(
            Fill,
            new
            {
                ticket,
                by = Security.Caller.From(person).Id,
                quoted = JsonSerializer.Serialize(Author, MeshJson.Options),
                types = Array.ConvertAll(parked, one => one.Type),
                bodies = Array.ConvertAll(
                    parked,
                    one => JsonSerializer.Serialize(one.Message, one.Message.GetType(), ParkedJson.Options)
                ),
            }
        );
    }

    /// <summary>A post with something in every field.</summary>
    private static ClassifiedMention Full(RouterWorld world, string id, Label label)
    {
        var post = world.Post(Author, $"{Word}/{id}", label, text: $"I am {Word}, order QUILLWORT20260001");
        return post with
        {
            Mention = post.Mention with
            {
                ParentExternalId = $"{Word}/0",
                ConversationId = $"{Word}/0",
                Permalink = $"https://example.com/{Word}/{id}",
                Media = [$"https://example.com/{Word}.jpg"],
            },
            Classification = post.Classification with { Terms = [new WeighedTerm(Word, 1)] },
        };
    }
}
