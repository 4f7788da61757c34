using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Rules;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>What one router has saved holds for whatever another one does from then on; not a moment passes by these clocks.</summary>
public sealed class Rules_at_another_router(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly Guid Brand = new("00000000-0000-8000-8000-0000000000b1");

    private const string ShorterPolicy = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT policy_key, version + 1, jsonb_set(definition, '{target_minutes,first_response}', '7'), @now
          FROM router.policies WHERE definition ->> 'name' = 'Everything else'
        """;

    private const string QueueOfTheBrand = """
        INSERT INTO router.queues (queue_id, name, calendar_id, accounts) VALUES (@Brand, 'Brand', @AlwaysOpen, '{brand}')
        """;

    private const string Numbers = """
        WITH lead AS (INSERT INTO router.agents (agent_id, name, capacity) VALUES (@Brand, 'Lead', 1) RETURNING agent_id)
        INSERT INTO router.order_patterns (channel, account, pattern, updated_by, updated_at)
        SELECT 'weibo', 'brand', 'QQ-[0-9]{3}', agent_id, @now FROM lead
        """;

    private const string OpensOnMonday = """
        UPDATE router.calendars
           SET definition = jsonb_set(definition, '{week}', '{"monday": [{"from": "09:00", "to": "18:00"}]}')
         WHERE definition ->> 'name' = '24x7'
        """;

    private const string Routed = """
        SELECT concat_ws(' ', c.target_seconds, t.queue_id = @Brand, t.order_number, to_char(c.due_at AT TIME ZONE 'UTC', 'Dy'))
          FROM router.tickets t
          JOIN router.clocks c ON c.ticket_id = t.ticket_id AND c.kind = 'first_response'
         WHERE t.author_id = 'bob'
        """;

    [Theory]
    [InlineData(ShorterPolicy, "420 f Fri")]
    [InlineData(QueueOfTheBrand, "1800 t Fri")]
    [InlineData(Numbers, "1800 f QQ-123 Fri")]
    [InlineData(OpensOnMonday, "1800 f Mon")]
    public async Task Hold_for_the_next_mention_that_it_routes(string saved, string routed)
    {
        await using var world = await BeginAsync(postgres);
        var other = world.AddRouter().GetRequiredService<RouteBatch>();
        await other.RunAsync([world.Post("ann", "a", text: "It broke, QQ-123")], Stop);

        await world.SqlAsync(
            saved,
            new
            {
                now = world.Now,
                Brand,
                RouterDefaults.AlwaysOpen,
            }
        );
        await other.RunAsync([world.Post("bob", "b", text: "It broke, QQ-123")], Stop);

        (await world.OneAsync<string>(Routed, new { Brand })).ShouldBe(routed);
    }

    [Fact]
    public async Task Are_read_again_only_after_a_change_that_was_committed()
    {
        await using var world = await BeginAsync(postgres);
        var rules = world.AddRouter().GetRequiredService<RuleBooks>();
        var before = await rules.LoadAsync(Stop);
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var edit = connection.CreateCommand();
        edit.CommandText = "UPDATE router.queues SET name = 'Other'";
        await edit.ExecuteNonQueryAsync(Stop);

        (await rules.LoadAsync(Stop)).ShouldBeSameAs(before);
        await transaction.CommitAsync(Stop);

        var after = await rules.LoadAsync(Stop);
        after.DefaultQueue.Name.ShouldBe("Other");
        world.Time.Advance(TimeSpan.FromHours(1));
        (await rules.LoadAsync(Stop)).ShouldBeSameAs(after);
    }
}
