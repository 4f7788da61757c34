using System.Diagnostics;
using System.Globalization;

namespace TriageMesh.Desks;

/// <summary>What a process holds, as the system counts it.</summary>
/// <param name="ResidentBytes">Memory that is really there; the runtime keeps some of what it no longer needs.</param>
internal readonly record struct Memory(long ResidentBytes)
{
    public static Memory Of(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new Memory(long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024);
    }
}
