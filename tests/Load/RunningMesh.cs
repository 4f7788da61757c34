using System.Globalization;
using Microsoft.Extensions.Configuration;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Load;

/// <summary>A mesh that deploy/up started: its settings and its processes.</summary>
internal sealed record RunningMesh(IConfiguration Settings, IReadOnlyDictionary<string, int> Processes)
{
    public string Database => Settings["Database:ConnectionString"]!;

    public Uri Bus => new(Settings["Bus:Uri"]!);

    public Uri Ingest => new(Settings["Ingest:Url"]!);

    public string Secret => Settings["Ingest:Sources:demo:Secrets:0"]!;

    /// <summary>Reads the run directory.</summary>
    /// <exception cref="FileNotFoundException">Nothing was started there.</exception>
    public static RunningMesh Find(string directory)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(Path.Combine(directory, "mesh.json")))
            .Build();
        var pids = Directory
            .EnumerateFiles(Path.Combine(directory, "pids"), "*.pid")
            .Select(file => (Name: Path.GetFileNameWithoutExtension(file), Pid: ReadPid(file)))
            .Where(process => process.Pid > 0)
            .ToDictionary(process => process.Name, process => process.Pid, StringComparer.Ordinal);
        var postmaster = Path.Combine(directory, "postgres", "postmaster.pid");
        if (!pids.ContainsKey("postgres") && Directory.Exists(Path.Combine(directory, "postgres")))
        {
            postmaster =
                Directory
                    .EnumerateFiles(Path.Combine(directory, "postgres"), "postmaster.pid", SearchOption.AllDirectories)
                    .FirstOrDefault()
                ?? postmaster;
            if (File.Exists(postmaster))
            {
                pids["postgres"] = ReadPid(postmaster);
            }
        }

        return new RunningMesh(settings, pids);
    }

    /// <summary>CPU seconds used so far by each process with its children, living and gone.</summary>
    public Dictionary<string, double> Cpu()
    {
        var all = ProcessTree.Read();
        return Processes.ToDictionary(
            process => process.Key,
            process => all.CpuSeconds(process.Value),
            StringComparer.Ordinal
        );
    }

    private static int ReadPid(string file) =>
        int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid) ? pid : 0;
}
