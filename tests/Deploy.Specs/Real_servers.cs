using System.Net;
using Npgsql;
using TriageMesh.TestKit;

namespace TriageMesh.Deploy.Specs;

/// <summary>The servers that the other specifications rely on are real, and every fixture has its own corner.</summary>
public sealed class Real_servers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_fixtures_have_two_databases_and_leave_none()
    {
        var one = new PostgresFixture();
        var other = new PostgresFixture();
        one.Require();
        await one.InitializeAsync();
        await other.InitializeAsync();

        await ExecuteAsync(one, "CREATE TABLE here (id int)");
        var elsewhere = await ScalarAsync(other, "SELECT to_regclass('here')::text");
        var name = await ScalarAsync(one, "SELECT current_database()::text");
        await one.DisposeAsync();

        elsewhere.ShouldBe("");
        (await ScalarAsync(other, $"SELECT count(*)::text FROM pg_database WHERE datname = '{name}'")).ShouldBe("0");
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_virtual_host_is_there_for_its_fixture_only()
    {
        var mine = new RabbitFixture();
        var witness = new RabbitFixture();
        mine.Require();
        await mine.InitializeAsync();
        await witness.InitializeAsync();
        var address = $"api/vhosts/{mine.VirtualHost}";

        using var before = await witness.Management.GetAsync(address, Stop);
        await mine.DisposeAsync();
        using var after = await witness.Management.GetAsync(address, Stop);
        await witness.DisposeAsync();

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        new Uri(mine.Uri).AbsolutePath.ShouldBe($"/{mine.VirtualHost}");
    }

    [Fact]
    public async Task Waiting_ends_at_its_deadline_and_says_what_it_saw()
    {
        var late = await Should.ThrowAsync<TimeoutException>(() =>
            Eventually.Be(() => 41, answer => answer == 42, Stop, TimeSpan.FromMilliseconds(120))
        );

        late.Message.ShouldBe("After 0.1 s still not answer => answer == 42; last: 41");
    }

    [Fact]
    public async Task Waiting_returns_the_first_value_that_is_right()
    {
        var reads = 0;

        (await Eventually.Be(() => ++reads, value => value == 3, Stop)).ShouldBe(3);
    }

    private static async Task ExecuteAsync(PostgresFixture postgres, string statement)
    {
        await using var command = postgres.Database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task<string> ScalarAsync(PostgresFixture postgres, string query)
    {
        await using NpgsqlCommand command = postgres.Database.CreateCommand(query);
        return await command.ExecuteScalarAsync(Stop) as string ?? "";
    }
}
