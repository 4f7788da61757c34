using Microsoft.Extensions.Hosting;
using TriageMesh.Database.Specs.Router;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Platform;

/// <summary>What was answered to a command under a key is kept for a day, and then by nobody.</summary>
public sealed class Forgetting_commands(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Put = """
        INSERT INTO mesh.command_keys (caller_id, command_key, fingerprint, status, body, created_at)
        SELECT gen_random_uuid(), n::text, 'f', 200, 'told', @at FROM generate_series(1, @count) AS n
        """;

    [Fact]
    public async Task They_are_forgotten_though_no_other_command_comes()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(Put, new { at = world.Now - NodaTime.Duration.FromHours(25), count = 2500 });
        await world.SqlAsync(Put, new { at = world.Now, count = 1 });
        var worker = world
            .Get<IEnumerable<IHostedService>>()
            .Single(service => service.GetType().Name == "CommandKeyWorker");

        await worker.StartAsync(Stop);
        await Eventually.Be(_ => CountAsync(world), count => count == 1, Stop);
        world.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(5));

        await Eventually.Be(_ => CountAsync(world), count => count == 0, Stop);
        await worker.StopAsync(Stop);
    }

    private static Task<int> CountAsync(RouterWorld world) =>
        world.OneAsync<int>("SELECT count(*)::int FROM mesh.command_keys");
}
