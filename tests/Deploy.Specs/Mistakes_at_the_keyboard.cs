using System.Net;
using System.Net.Sockets;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Deploy.Specs;

/// <summary>Whatever is typed wrong is answered by one line and a code other than zero, and nothing is started.</summary>
public sealed class Mistakes_at_the_keyboard : IDisposable
{
    private readonly Scratch _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("up", "--frob")]
    [InlineData("up", "--ports")]
    [InlineData("up", "--ports", "many")]
    [InlineData("up", "--ports", "32760")]
    [InlineData("up", "--run-dir")]
    [InlineData("up", "--run-dir", "--detach")]
    [InlineData("down", "--all")]
    [InlineData("status", "--xml")]
    public async Task An_unknown_option_or_value_is_one_line(string command, params string[] arguments) =>
        ShouldBeOneLine(await Scratch.CommandAsync(command, Stop, arguments));

    [Theory]
    [InlineData("status")]
    [InlineData("down")]
    public async Task Where_nothing_was_ever_started_there_is_nothing_to_say(string command)
    {
        var result = await _scratch.RunAsync(command, Stop);

        ShouldBeOneLine(result);
        result.Errors.ShouldContain("nothing was ever started");
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_starts()
    {
        using var other = new TcpListener(IPAddress.Loopback, FreeBase() + 12);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;

        var result = await _scratch.RunAsync("up", Stop, "--detach", "--ports", $"{taken - 12}");

        ShouldBeOneLine(result);
        result.Errors.ShouldContain($"port {taken} is in use");
        Directory.Exists(_scratch.Below("postgres")).ShouldBeFalse();
    }

    [Theory]
    [InlineData]
    [InlineData("frobnicate")]
    [InlineData("export")]
    [InlineData("export", "people")]
    [InlineData("token", "--role", "boss")]
    [InlineData("token", "--days", "0")]
    [InlineData("token", "--days", "soon")]
    [InlineData("token", "--run-dir", "/nowhere")]
    public async Task The_tool_answers_a_mistake_by_one_line(params string[] arguments) =>
        ShouldBeOneLine(await Scratch.MeshAsync(Stop, arguments));

    [Theory]
    [InlineData("'mentions' 'tickets'", "export", "people")]
    [InlineData("'mentions' 'tickets'", "export", "../agents")]
    [InlineData("--format csv is for tickets", "export", "mentions", "--format", "csv")]
    [InlineData("--name must not be empty", "token", "--name", "")]
    [InlineData("'nope' is no id", "rules", "off", "nope")]
    [InlineData("'nope' is no id", "rules", "put", "rule.json", "--id", "nope")]
    [InlineData("Give either --mention, or --channel, --account and --author", "corrections", "erase")]
    [InlineData("Give either --mention", "corrections", "erase", "--channel", "weibo")]
    [InlineData("--output /nowhere/x: there is no folder /nowhere", "export", "mentions", "--output", "/nowhere/x")]
    [InlineData("--output /: this is a folder", "export", "tickets", "--output", "/")]
    [InlineData("--output /dev/null/m: there is no folder", "train", "--input", "/", "--output", "/dev/null/m")]
    [InlineData("--input /nowhere/t: there is no such file", "train", "--input", "/nowhere/t", "--output", "/tmp/m")]
    [InlineData("--input /nowhere/t: there is no such file", "predict", "--input", "/nowhere/t", "--output", "/tmp/p")]
    [InlineData("--model /nowhere/m: there is no such file", "evaluate", "--input", "/", "--model", "/nowhere/m")]
    [InlineData("--dev /nowhere/d: there is no such file", "retrain", "--dev", "/nowhere/d")]
    public async Task What_is_wrong_with_a_command_is_said_before_any_mesh_is_asked(
        string said,
        params string[] arguments
    )
    {
        var result = await Scratch.MeshAsync(Stop, arguments);

        ShouldBeOneLine(result);
        result.ExitCode.ShouldBe(2);
        result.Errors.ShouldContain(said);
        result.Errors.ShouldNotContain("System.");
    }

    [Theory]
    [InlineData("""{"name":"n","stage":"before","bogus":5}""", "no field bogus.")]
    [InlineData("""{"name":"n","stage":"before","then":{"typo":1}}""", "no field then.typo.")]
    [InlineData("""{"name":"n","stage":"sometimes"}""", "stage One of before, after.")]
    public async Task A_rule_with_a_slip_of_the_pen_is_not_written(string rule, string named)
    {
        var file = _scratch.Below("rule.json");
        await File.WriteAllTextAsync(file, rule, Stop);
        await File.WriteAllTextAsync(_scratch.Below("mesh.json"), "{}", Stop);

        var result = await Scratch.MeshAsync(Stop, "rules", "put", file, "--run-dir", _scratch.Directory);

        ShouldBeOneLine(result);
        result.Errors.ShouldContain(named);
    }

    public void Dispose() => _scratch.Dispose();

    private static void ShouldBeOneLine(ShellResult result)
    {
        result.ExitCode.ShouldBeInRange(1, 2);
        result.Errors.TrimEnd('\n').ShouldNotBeEmpty();
        result.Errors.TrimEnd('\n').ShouldNotContain('\n');
        result.Output.ShouldBeEmpty();
    }

    /// <summary>Away from where the scripts look for free ports by themselves.</summary>
    private static int FreeBase()
    {
        for (var port = 15_000; ; port += 20)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port + 12);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it; the next block then.
            }
        }
    }
}
