using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Deploy.Specs;

/// <summary>A run directory for one specification, and the commands of deploy/ told to use it.</summary>
internal sealed class Scratch : IDisposable
{
    // The servers of the specifications must not be mistaken for those of a mesh.
    private static readonly Dictionary<string, string?> NoServers = new(StringComparer.Ordinal)
    {
        ["TRIAGEMESH_POSTGRES"] = null,
        ["TRIAGEMESH_RABBITMQ"] = null,
        ["MESH_CONFIG"] = null,
    };

    public Scratch()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("triagemesh-deploy-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // Where the specifications run as root, the database runs as another user, who has to get through.
            File.SetUnixFileMode(
                Directory,
                UnixFileMode.UserRead
                    | UnixFileMode.UserWrite
                    | UnixFileMode.UserExecute
                    | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherExecute
            );
        }
    }

    public string Directory { get; }

    public string Below(string name) => Path.Combine(Directory, name);

    /// <summary>Runs <c>deploy/NAME</c> exactly as given.</summary>
    public static Task<ShellResult> CommandAsync(string name, CancellationToken stop, params string[] arguments) =>
        ShellCommand.RunAsync(RepositoryRoot.Below("deploy", name), arguments, stop, NoServers);

    /// <summary>Runs <c>deploy/NAME</c> for this run directory.</summary>
    public Task<ShellResult> RunAsync(string name, CancellationToken stop, params string[] arguments) =>
        CommandAsync(name, stop, [.. arguments, "--run-dir", Directory]);

    /// <summary>Runs the command-line tool as this build made it.</summary>
    public static Task<ShellResult> MeshAsync(CancellationToken stop, params string[] arguments) =>
        ShellCommand.RunAsync(
            "dotnet",
            [RepositoryRoot.Below("deploy", "cli", "bin", "Debug", "net10.0", "mesh.dll"), .. arguments],
            stop,
            NoServers
        );

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
