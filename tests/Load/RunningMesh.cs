using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;

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

/// <summary>What /proc says of every process.</summary>
internal sealed class ProcessTree
{
    private const double TicksPerSecond = 100;
    private readonly Dictionary<int, (int Parent, double Seconds)> _processes = [];

    public static ProcessTree Read()
    {
        var tree = new ProcessTree();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    var stat = File.ReadAllText($"/proc/{process.Id}/stat");
                    // After the name in brackets: state, parent ... utime, stime, cutime, cstime are fields 14 to 17.
                    var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                    var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                    tree._processes[process.Id] = (
                        int.Parse(fields[1], CultureInfo.InvariantCulture),
                        ticks / TicksPerSecond
                    );
                }
                catch (IOException)
                {
                    // It ended while we looked.
                }
            }
        }

        return tree;
    }

    public double CpuSeconds(int pid) =>
        (_processes.TryGetValue(pid, out var own) ? own.Seconds : 0)
        + _processes.Where(process => process.Value.Parent == pid).Sum(child => CpuSeconds(child.Key));
}
