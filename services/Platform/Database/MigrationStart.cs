using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Platform.Database;

/// <summary>Brings the schemas of this process's services up to date before anything else starts, waiting for a database that is still coming up.</summary>
internal sealed partial class MigrationStart(
    NpgsqlDataSource database,
    IReadOnlyList<IMeshService> services,
    IOptions<DatabaseOptions> options,
    TimeProvider time,
    ILogger<MigrationStart> logger
) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.MigrateAtStart)
        {
            return;
        }

        var deadline = time.GetUtcNow() + options.Value.StartTimeout;
        while (true)
        {
            try
            {
                await MeshDatabase.MigrateAsync(database, services, cancellationToken);
                return;
            }
            catch (Exception unreachable)
                when (unreachable is NpgsqlException { IsTransient: true } or SocketException or TimeoutException
                    && time.GetUtcNow() < deadline
                )
            {
                LogWaiting(unreachable.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
            catch (NpgsqlException unreachable)
            {
                throw new MigrationException($"The database cannot be used: {unreachable.Message}", unreachable);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 10,
        Level = LogLevel.Warning,
        Message = "PostgreSQL does not answer yet ({Reason}); waiting"
    )]
    private partial void LogWaiting(string reason);
}

/// <summary>The whole of the mesh's schemas.</summary>
public static class MeshDatabase
{
    /// <summary>Applies the platform's scripts and those of <paramref name="services"/>.</summary>
    /// <returns>The scripts applied now.</returns>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource database,
        IEnumerable<IMeshService> services,
        CancellationToken cancellationToken
    )
    {
        var applied = new List<string>();
        applied.AddRange(
            await SqlMigrations.ApplyAsync(database, "mesh", typeof(MeshDatabase).Assembly, cancellationToken)
        );
        foreach (var service in services)
        {
            applied.AddRange(
                await SqlMigrations.ApplyAsync(database, service.Name, service.Assembly, cancellationToken)
            );
        }

        return applied;
    }
}
