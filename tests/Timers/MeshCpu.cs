using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Timers;

/// <summary>What each part of the mesh has used of the processors: the database, the broker, the routers, and the process that listens.</summary>
internal sealed class MeshCpu(int postmaster, int broker, IReadOnlyList<ServiceProcess> routers)
{
    private const string Backend = """
        SELECT pg_backend_pid()
        """;

    private readonly Dictionary<int, double> _ended = [];
    private Dictionary<string, double> _before = [];
    private int _steps;

    /// <remarks>Both servers have to run on this machine.</remarks>
    public static async Task<MeshCpu> OfAsync(
        NpgsqlConnection connection,
        RabbitFixture rabbit,
        IReadOnlyList<ServiceProcess> routers,
        CancellationToken cancellationToken
    )
    {
        var nodes = await rabbit.Management.GetFromJsonAsync<JsonElement>("api/nodes", cancellationToken);
        var broker = nodes[0].GetProperty("os_pid").GetString();
        return new MeshCpu(
            await PostmasterAsync(connection, cancellationToken),
            int.TryParse(broker, out var pid) ? pid : 0,
            routers
        );
    }

    /// <summary>The process that all of the database's processes belong to.</summary>
    public static async Task<int> PostmasterAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var backend = await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(Backend, cancellationToken: cancellationToken)
        );
        return ProcessTree.Read().ParentOf(backend);
    }

    public void Start(int steps) => (_before, _steps) = (Seconds(), steps);

    /// <summary>A process that is about to be killed takes its count with it.</summary>
    public void Keep(ServiceProcess router) =>
        _ended[router.Process.Id] = ProcessTree.Read().CpuSeconds(router.Process.Id);

    /// <summary>Microseconds a step, by process, since <see cref="Start"/>.</summary>
    public IReadOnlyDictionary<string, double> Stop(int steps) =>
        Seconds()
            .ToDictionary(
                process => process.Key,
                process => (process.Value - _before[process.Key]) * 1_000_000 / Math.Max(1, steps - _steps),
                StringComparer.Ordinal
            );

    private Dictionary<string, double> Seconds()
    {
        var all = ProcessTree.Read();
        using var self = Process.GetCurrentProcess();
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["postgres"] = all.CpuSeconds(postmaster),
            ["broker"] = all.CpuSeconds(broker),
            ["routers"] = routers.Sum(router =>
                _ended.GetValueOrDefault(router.Process.Id, all.CpuSeconds(router.Process.Id))
            ),
            ["listener"] = self.TotalProcessorTime.TotalSeconds,
        };
    }
}
