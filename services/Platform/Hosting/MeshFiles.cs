using Microsoft.Extensions.Configuration;

namespace TriageMesh.Platform.Hosting;

/// <summary>The files that a mesh is configured by.</summary>
public static class MeshFiles
{
    /// <summary>What people write, beside the file that is written anew at every start; it need not be there.</summary>
    public const string Local = "local.json";

    /// <summary>Reads the file, and over it <see cref="Local"/> in the same directory.</summary>
    /// <param name="configuration">Gets what they hold.</param>
    /// <param name="file">Full path; must be there.</param>
    public static IConfigurationBuilder AddMeshFiles(this IConfigurationBuilder configuration, string file) =>
        configuration
            .AddJsonFile(file, optional: false, reloadOnChange: false)
            .AddJsonFile(Path.Combine(Path.GetDirectoryName(file)!, Local), optional: true, reloadOnChange: false);
}
