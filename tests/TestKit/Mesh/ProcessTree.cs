using System.Diagnostics;
using System.Globalization;

namespace TriageMesh.TestKit.Mesh;

/// <summary>What /proc says of every process.</summary>
public sealed class ProcessTree
{
    private const double TicksPerSecond = 100;
    private readonly Dictionary<int, (int Parent, double Seconds)> _processes = [];

    /// <summary>As it is now.</summary>
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

    /// <summary>0 where there is none.</summary>
    public int ParentOf(int pid) => _processes.TryGetValue(pid, out var own) ? own.Parent : 0;

    /// <summary>Seconds of processor time that a process and all below it have used.</summary>
    public double CpuSeconds(int pid) =>
        (_processes.TryGetValue(pid, out var own) ? own.Seconds : 0)
        + _processes.Where(process => process.Value.Parent == pid).Sum(child => CpuSeconds(child.Key));
}
