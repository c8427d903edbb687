import { createLink } from '@tanstack/react-router'
import { Button } from 'antd'

/**
 * A link that looks like a button: one element, with an address to open in a new tab. Its look is
 * said by `color` and `variant`: the router keeps `type` to itself.
 */
export const ButtonLink = createLink(Button)
