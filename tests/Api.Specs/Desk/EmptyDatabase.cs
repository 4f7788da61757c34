using TriageMesh.Desk;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>A desk that starts for the first time, with no password for its first admin and no router.</summary>
internal sealed class EmptyDatabase : IAsyncDisposable
{
    private readonly PostgresFixture _postgres = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _postgres.Require();
        await _postgres.InitializeAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<MeshProcess> StartDeskAsync(CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new DeskService()],
            _postgres.ConnectionString,
            new Dictionary<string, string> { ["Desk:RefusalTakes"] = "00:00:00" },
            cancellationToken
        );

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();
}
