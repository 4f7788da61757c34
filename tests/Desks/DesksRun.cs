using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Desks;

/// <summary>One run: a desk process on a database and a virtual host of its own, many browsers, changes on the bus.</summary>
internal static class DesksRun
{
    private const int Port = 23_790;

    public static async Task<DesksResult> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var postgres = new PostgresFixture();
        var rabbit = new RabbitFixture();
        postgres.Require();
        rabbit.Require();
        await postgres.InitializeAsync();
        await rabbit.InitializeAsync();
        try
        {
            await using var team = new Team(Guid.NewGuid());
            await team.StartAsync(cancellationToken);
            using var desk = await DeskProcess.StartAsync(
                Port,
                postgres.ConnectionString,
                rabbit.Uri,
                team.Address,
                cancellationToken
            );
            var secrets = await SignedIn.WriteAsync(postgres.Database, plan.Desks, team, cancellationToken);
            return await WatchAsync(plan, desk, rabbit.Uri, team.Queue, secrets, cancellationToken);
        }
        finally
        {
            await rabbit.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    private static async Task<DesksResult> WatchAsync(
        Plan plan,
        ServiceProcess desk,
        string bus,
        Guid queue,
        IReadOnlyList<string> secrets,
        CancellationToken cancellationToken
    )
    {
        var alone = await WarmAsync(desk, secrets[0], cancellationToken);
        var sent = new Sent(plan.Changes);
        using var open = new OpenDesks(plan.Desks, sent);
        foreach (var secret in secrets)
        {
            await open.OpenAsync(desk.Address, secret, cancellationToken);
        }

        var connected = await SettledAsync(desk, open, cancellationToken);
        await Console.Error.WriteLineAsync($"{plan.Desks} desks are open; {plan.Changes} changes begin.");
        var publisher = Changes.Connect(bus);
        await publisher.StartAsync(cancellationToken);
        try
        {
            var before = desk.CpuSeconds;
            await Changes.PublishAsync(plan, queue, publisher, sent, cancellationToken);
            var wanted = (long)plan.Changes * plan.Desks;
            await Eventually.Be(() => open.Heard, heard => heard >= wanted, cancellationToken);
            var cpu = desk.CpuSeconds - before;
            var worked = await SettledAsync(desk, open, cancellationToken);
            return new DesksResult(
                wanted,
                open.Heard,
                open.LateFrom(plan.FirstCounted),
                open.Resyncs,
                alone,
                connected,
                worked,
                cpu
            );
        }
        finally
        {
            await publisher.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>What the first connection loads is the process's own and no desk's.</summary>
    private static async Task<Memory> WarmAsync(ServiceProcess desk, string secret, CancellationToken cancellationToken)
    {
        using (var first = new OpenDesks(1, new Sent(0)))
        {
            await first.OpenAsync(desk.Address, secret, cancellationToken);
            await first.HeartbeatAsync(cancellationToken);
        }

        return Memory.Of(desk.Process);
    }

    private static async Task<Memory> SettledAsync(
        ServiceProcess desk,
        OpenDesks open,
        CancellationToken cancellationToken
    )
    {
        await open.HeartbeatAsync(cancellationToken);
        return Memory.Of(desk.Process);
    }
}
