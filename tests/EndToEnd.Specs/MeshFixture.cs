using TriageMesh.TestKit.Mesh;

namespace TriageMesh.EndToEnd.Specs;

/// <summary>One mesh for the specifications of this project; each uses authors and posts of its own.</summary>
public sealed class MeshFixture : IAsyncLifetime
{
    private MeshRun? _mesh;

    public MeshRun Mesh => _mesh ?? throw new InvalidOperationException("The mesh did not start.");

    public async ValueTask InitializeAsync() => _mesh = await MeshRun.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_mesh is not null)
        {
            await _mesh.DisposeAsync();
        }
    }
}
