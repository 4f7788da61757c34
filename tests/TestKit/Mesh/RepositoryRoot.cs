namespace TriageMesh.TestKit.Mesh;

/// <summary>The checkout that the specifications were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Path { get; } = Find();

    /// <summary>A path below it.</summary>
    public static string Below(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "TriageMesh.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"TriageMesh.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
