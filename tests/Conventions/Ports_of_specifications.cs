using TriageMesh.TestKit;

namespace TriageMesh.Conventions.Specs;

/// <summary>Specifications run side by side and start programs that must know their addresses.</summary>
public sealed class Ports_of_specifications
{
    private const int FirstOfConnectionsGoingOut = 32_768;

    [Fact]
    public void No_port_is_given_out_twice()
    {
        var ports = ParallelEnumerable.Range(0, 400).Select(_ => FreePorts.Take()).ToList();

        ports.ShouldBeUnique();
        ports.ShouldAllBe(port => port < FirstOfConnectionsGoingOut);
    }
}
