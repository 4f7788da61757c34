using System.Text.Json;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Deploy.Specs;

/// <summary>Meshes do not get in each other's way, keep their ports over a restart, and leave nothing behind.</summary>
public sealed class Two_meshes_on_one_machine : IDisposable
{
    private readonly Scratch _one = new();
    private readonly Scratch _other = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_start_side_by_side_and_stop_apart()
    {
        try
        {
            await UpAsync(_one);
            await UpAsync(_other);
            var first = await StatusAsync(_one);
            var second = await StatusAsync(_other);

            first.Healthy.ShouldBeTrue();
            second.Healthy.ShouldBeTrue();
            first.Addresses.Intersect(second.Addresses).ShouldBeEmpty();
            (await UpAsync(_one)).Output.ShouldContain("Already running");

            (await _one.RunAsync("down", Stop)).Succeeded();
            (await StatusAsync(_one)).Healthy.ShouldBeFalse();
            (await StatusAsync(_other)).Healthy.ShouldBeTrue();
            ProcessesOf(_one).ShouldBeEmpty();

            await UpAsync(_one);
            (await StatusAsync(_one)).Addresses.ShouldBe(first.Addresses);
        }
        finally
        {
            await _one.RunAsync("down", CancellationToken.None);
            await _other.RunAsync("down", CancellationToken.None);
        }

        ProcessesOf(_one).ShouldBeEmpty();
        ProcessesOf(_other).ShouldBeEmpty();
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    private static async Task<ShellResult> UpAsync(Scratch scratch) =>
        (await scratch.RunAsync("up", Stop, "--detach", "--embedded", "--no-sample")).Succeeded();

    private static async Task<Status> StatusAsync(Scratch scratch)
    {
        var result = await scratch.RunAsync("status", Stop, "--json");
        var status = JsonElement.Parse(result.Output);
        var healthy = status.GetProperty("healthy").GetBoolean();
        result.ExitCode.ShouldBe(healthy ? 0 : 1);
        var services = status.GetProperty("services").EnumerateArray();
        return new Status(healthy, [.. services.Select(service => service.GetProperty("url").GetString()!)]);
    }

    /// <summary>Every process whose command line or environment names the run directory.</summary>
    private static List<string> ProcessesOf(Scratch scratch) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Select(folder => Read(folder, "cmdline") + Read(folder, "environ"))
                .Where(words => words.Contains(scratch.Directory, StringComparison.Ordinal)),
        ];

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed record Status(bool Healthy, IReadOnlyList<string> Addresses);
}
